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

    private SourceText Emit()
    {
        var dispatcher = _model.Class.Dispatcher;
        var handlers = NameHandlers();
        _writer.WriteNamespace(dispatcher.Namespace);
        _writer.Write($"/// <summary>Calls the change handlers of <see cref=\"{_model.Class.Type}\"/>.</summary>");
        _writer.WriteTypeAttributes();
        using (_writer.Braces($"{dispatcher.Keyword()} static class {dispatcher.Name}"))
        {
            WriteAddTo(handlers);
            foreach (var handler in handlers)
            {
                WriteDescriptor(handler);
                WriteFilter(handler);
                WriteInvoke(handler);
            }
        }

        return _writer.ToSourceText();
    }

    // A method's first annotation has the method's name, further ones and those of overloads are numbered on.
    private List<NamedHandler> NameHandlers()
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
                _members.Add($"Invoke{pascal}")));
        }

        return handlers;
    }

    private void WriteAddTo(List<NamedHandler> handlers)
    {
        using (_writer.Braces("internal static void AddTo(global::DynamoHandlers.IDynamoHandlersBuilder builder)"))
        {
            if (handlers.Any(static h => !h.Model.Call.IsStatic))
            {
                _writer.Write($"builder.Services.TryAdd{_model.Class.Lifetime}<{_model.Class.Type}>();");
            }

            foreach (var handler in handlers)
            {
                _writer.Write($"builder.AddHandler({handler.Describe}());");
            }
        }
    }

    private void WriteDescriptor(NamedHandler handler)
    {
        var model = handler.Model;
        _writer.Space();
        _writer.Write($"// {handler.Name}: {Describe(model)}");
        using (_writer.Initializer(
            $"private static {Dispatching}.HandlerDescriptor {handler.Describe}() => new()"))
        {
            _writer.Write($"Name = {GeneratedFile.Quote(handler.Name)},");
            _writer.Write($"Table = {GeneratedFile.Quote(model.Entity.Table)},");
            _writer.Write($"Entity = typeof({model.Entity.Type}),");
            _writer.Write($"Kinds = {Dispatching}.ChangeKinds.{model.Changes},");
            if (model.Cause is not null)
            {
                _writer.Write($"Cause = {model.Cause},");
            }

            _writer.Write($"Needs = {ImageNeed.Of(model).ToCode()},");
            if (model.Properties.Count > 0)
            {
                _writer.Write($"Filter = {handler.Filter},");
            }

            _writer.Write($"Writer = static entity => {model.Entity.Mapped.Mapper}.Write(({model.Entity.Type})entity),");
            _writer.Write($"Invoke = {handler.Invoke},");
        }
    }

    private static string Describe(HandlerModel model)
    {
        var what = model.Changes switch
        {
            ChangeSet.Insert => "insertions",
            ChangeSet.Modify => "modifications",
            ChangeSet.Remove => "removals",
            _ => "all changes",
        };
        var names = string.Join(" or ", model.Properties.Select(GeneratedFile.Quote));
        var of = names.Length == 0 ? "" : $" of {names}";
        var when = model.When is null ? "" : $", when {model.When.Method} says so";
        return $"{what}{of} in {GeneratedFile.Quote(model.Entity.Table)}{when}.";
    }

    private void WriteFilter(NamedHandler handler)
    {
        var properties = handler.Model.Properties;
        if (properties.Count == 0)
        {
            return;
        }

        _writer.Space();
        _writer.WriteHeading(
            $"private static bool {handler.Filter}", "in global::DynamoHandlers.Wire.StreamRecord record", " =>");
        for (var i = 0; i < properties.Count; i++)
        {
            var or = i == 0 ? "" : "|| ";
            var end = i == properties.Count - 1 ? ";" : "";
            var arguments = $"record.OldImage, record.NewImage, {GeneratedFile.Quote(properties[i])}u8";
            _writer.Write($"    {or}global::DynamoHandlers.Images.ImageComparer.Changed({arguments}){end}");
        }
    }

    private void WriteInvoke(NamedHandler handler)
    {
        _writer.Space();
        using (_writer.Method($"private static {ValueTask} {handler.Invoke}", $"in {Dispatching}.HandlerCall call"))
        {
            new InvocationEmitter(_writer, handler.Model).Write();
        }
    }

    private sealed record NamedHandler(HandlerModel Model, string Name, string Describe, string Filter, string Invoke);
}
