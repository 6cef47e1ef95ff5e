using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the dispatcher of a handler class: each handler's descriptor, filter and call.</summary>
internal sealed class DispatcherEmitter
{
    private const string Dispatching = "global::DynamoHandlers.Dispatching";
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    private readonly SourceWriter _writer = GeneratedFile.Start(
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.DependencyInjection.Extensions");

    private readonly Locals _members = new("AddTo");
    private readonly DispatcherModel _model;

    private DispatcherEmitter(DispatcherModel model) => _model = model;

    public static SourceText Emit(DispatcherModel model) => new DispatcherEmitter(model).Emit();

    private bool HasInstances => _model.Handlers.Any(static h => !h.Call.IsStatic);

    private SourceText Emit()
    {
        var dispatcher = _model.Class.Dispatcher;
        var shard = _model.Class.Shard is not null && HasInstances ? _members.Add("Shard") : null;
        var handlers = NameHandlers(shard);
        _writer.WriteNamespace(dispatcher.Namespace);
        _writer.Write($"/// <summary>Calls the change handlers of <see cref=\"{_model.Class.Type}\"/>.</summary>");
        _writer.WriteTypeAttributes();
        using (_writer.Braces($"{dispatcher.Keyword()} static class {dispatcher.Name}"))
        {
            if (shard is not null)
            {
                ShardClassEmitter.Write(_writer, shard, _model.Class, _model.Class.Shard!);
            }

            WriteAddTo(handlers);
            foreach (var handler in handlers)
            {
                new DescriptorEmitter(_writer, handler).Write();
                WriteFilter(handler);
                WriteInvoke(handler);
            }
        }

        return _writer.ToSourceText();
    }

    // A method's first annotation has the method's name, further ones and those of overloads are numbered on.
    private List<NamedHandler> NameHandlers(string? shard)
    {
        var counts = new Dictionary<string, int>();
        var handlers = new List<NamedHandler>();
        foreach (var handler in _model.Handlers)
        {
            counts.TryGetValue(handler.Method, out var count);
            counts[handler.Method] = ++count;
            var number = count == 1 ? "" : $"#{count}";
            var pascal = char.ToUpperInvariant(handler.Method[0]) + handler.Method.Substring(1);
            handlers.Add(new(
                handler,
                $"{_model.Class.DisplayName}.{handler.Method}{number}",
                _members.Add($"Describe{pascal}"),
                _members.Add($"Filter{pascal}"),
                _members.Add($"Invoke{pascal}"),
                handler.Call.IsStatic ? null : shard));
        }

        return handlers;
    }

    private void WriteAddTo(List<NamedHandler> handlers)
    {
        using (_writer.Braces("internal static void AddTo(global::DynamoHandlers.IDynamoHandlersBuilder builder)"))
        {
            if (HasInstances)
            {
                _writer.Write($"builder.Services.TryAdd{_model.Class.Lifetime}<{_model.Class.Type}>();");
            }

            foreach (var handler in handlers)
            {
                _writer.Write($"builder.AddHandler({handler.Describe}());");
            }
        }
    }

    private void WriteFilter(NamedHandler handler)
    {
        if (handler.Model.Properties.Count > 0)
        {
            new FilterEmitter(_writer, _members, handler.Model, handler.Filter).Write();
        }
    }

    private void WriteInvoke(NamedHandler handler)
    {
        if (handler.Model.Batch is not null)
        {
            new BatchEmitter(_writer, _members, handler).Write();
            return;
        }

        _writer.Space();
        using (_writer.Method($"private static {ValueTask} {handler.Invoke}", $"in {Dispatching}.HandlerCall call"))
        {
            InvocationEmitter.Write(_writer, handler.Model);
        }
    }
}

/// <summary>A handler and what is called after it.</summary>
/// <param name="Model">The handler.</param>
/// <param name="Name">Its name for logs.</param>
/// <param name="Describe">The method that makes its descriptor.</param>
/// <param name="Filter">The method that decides whether it wants a record.</param>
/// <param name="Invoke">The method that calls it.</param>
/// <param name="Shard">The field that describes its class; null unless it is called on an instance for the run of a shard.</param>
internal sealed record NamedHandler(
    HandlerModel Model, string Name, string Describe, string Filter, string Invoke, string? Shard);
