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
            WritePattern(model.Entity.Pattern);
            if (model.TakesUnmatched)
            {
                _writer.Write("TakesUnmatched = true,");
            }

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

            if (!model.TakesUnmatched)
            {
                WriteWriter(model.Entity);
            }

            _writer.Write($"Invoke = {handler.Invoke},");
        }
    }

    private void WriteWriter(HandledEntity entity) =>
        _writer.Write($"Writer = static entity => {entity.Mapped.Mapper}.Write(({entity.Type})entity),");

    private void WritePattern(PatternModel? pattern)
    {
        if (pattern is null)
        {
            return;
        }

        var parts = new (string Name, string? Value)[]
        {
            ("Discriminator", pattern.Discriminator),
            ("DiscriminatorValue", pattern.DiscriminatorValue),
            ("KeyPrefix", pattern.KeyPrefix),
            ("SortKeyPrefix", pattern.SortKeyPrefix),
            ("PartitionKey", pattern.PartitionKey),
            ("SortKey", pattern.SortKey),
        };
        _writer.Write($"Pattern = new {Dispatching}.Routing.ItemPattern\n{{");
        foreach (var (name, value) in parts.Where(static part => part.Value is not null))
        {
            _writer.Write($"    {name} = {GeneratedFile.Quote(value!)},");
        }

        _writer.Write("},");
    }

    private static string Describe(HandlerModel model)
    {
        if (model.TakesUnmatched)
        {
            return $"changes in {GeneratedFile.Quote(model.Entity.Table)} that fit no entity.";
        }

        var what = model.Changes switch
        {
            ChangeSet.Insert => "insertions",
            ChangeSet.Modify => "modifications",
            ChangeSet.Remove => "removals",
            _ => "all changes",
        };
        var names = string.Join(" or ", model.Properties.Select(static p => GeneratedFile.Quote(p.ToString())));
        var of = names.Length == 0 ? "" : $" of {names}";
        var when = model.When is null ? "" : $", when {model.When.Method} says so";
        var transition = Describe(model.Transition);
        return $"{what}{of}{transition} in {GeneratedFile.Quote(model.Entity.Table)}{when}.";
    }

    private static string Describe(TransitionModel? transition)
    {
        var from = transition?.From is { } old ? $" from {old}" : "";
        return transition?.To is { } @new ? $"{from} to {@new}" : from;
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
        _writer.Space();
        using (_writer.Method($"private static {ValueTask} {handler.Invoke}", $"in {Dispatching}.HandlerCall call"))
        {
            new InvocationEmitter(_writer, handler.Model).Write();
        }
    }

    private sealed record NamedHandler(HandlerModel Model, string Name, string Describe, string Filter, string Invoke);
}
