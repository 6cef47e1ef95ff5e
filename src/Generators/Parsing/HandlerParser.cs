using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Turns an annotated method into handlers, or into diagnostics. What it returns holds no symbols.</summary>
internal sealed class HandlerParser
{
    private readonly Compilation _compilation;
    private readonly IMethodSymbol _method;
    private readonly ChangeSet _changes;
    private readonly CancellationToken _cancellationToken;
    private readonly DiagnosticSink _sink = new();
    private readonly List<EntityModel> _entities = [];
    private readonly List<EntityUse> _uses = [];
    private readonly StateParser _states;

    private HandlerParser(
        Compilation compilation, IMethodSymbol method, ChangeSet changes, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _method = method;
        _changes = changes;
        _cancellationToken = cancellationToken;
        _states = new(compilation, _entities, _sink, cancellationToken);
    }

    /// <summary>Parses the annotations of one kind on one method.</summary>
    public static ParsedMethod Parse(
        IEnumerable<AttributeData> annotations,
        IMethodSymbol method,
        ChangeSet changes,
        Compilation compilation,
        CancellationToken cancellationToken) =>
        new HandlerParser(compilation, method, changes, cancellationToken).Parse(annotations);

    private ParsedMethod Parse(IEnumerable<AttributeData> annotations)
    {
        var handlers = new List<HandlerModel>();
        if (HandlerClassParser.Parse(_method, _compilation, _states, _sink) is { } handlerClass)
        {
            handlers.AddRange(annotations
                .Where(a => WindowParser.Check(a, _method, _sink))
                .Select(a => KnownAttributes.IsUnmatched(a)
                    ? ParseUnmatched(a, handlerClass)
                    : ParseAnnotation(a, handlerClass))
                .OfType<HandlerModel>());
        }

        return new(
            new(handlers.ToEquatableArray(), _entities.Distinct().ToEquatableArray()),
            _sink.ToDiagnostics(),
            _uses.ToEquatableArray(),
            _method.Parameters.Any(static p => KnownAttributes.IsTransaction(p.Type))
                || ShardClassParser.IsBuffer(_method.ContainingType));
    }

    private HandlerModel? ParseAnnotation(AttributeData annotation, HandlerClassModel handlerClass)
    {
        var errors = _sink.Errors;
        var syntax = (AttributeSyntax)annotation.ApplicationSyntaxReference!.GetSyntax(_cancellationToken);
        var place = syntax.GetLocation();
        var batch = BatchParser.Parse(_method, KnownAttributes.IsWindow(annotation), _sink);
        var returns = ReturnParser.Parse(_method, batch is not null && !KnownAttributes.IsWindow(annotation), _sink);
        if (EntityInference.Find(annotation, place, _method, _sink) is not { } entity)
        {
            return null;
        }

        var graph = EntityGraphParser.Parse(entity, _compilation, _cancellationToken);
        _sink.AddRange(graph.Diagnostics, place);
        var table = ParseTable(entity, graph.IsValid, place);
        var pattern = PatternParser.Parse(entity, _compilation, place, _sink);
        var filter = graph.IsValid
            ? PropertyFilterParser.Parse(annotation, syntax, _method, entity, _compilation, _sink)
            : ParsedFilter.None;
        var diff = graph.Mapped.Diff;
        var arguments = new ParameterBinder(entity, diff, _changes, Descriptors.InvalidSignature, _sink).Bind(_method);
        var when = PredicateParser.Parse(annotation, syntax, _method, entity, diff, _changes, _sink);
        var window = WindowParser.Parse(annotation, _method, _states);
        var failure = FailureParser.Parse(_method, _sink);
        if (!graph.IsValid || _sink.Errors > errors)
        {
            return null;
        }

        _entities.AddRange(graph.Entities);
        _uses.Add(new(table, entity.ToDisplayName(), pattern, IsUnmatched: false, entity.SourceLocation() ?? place));
        return new(
            handlerClass,
            _method.Name,
            PositionOf(_method),
            OrdinalOf(annotation),
            _changes,
            CauseOf(annotation),
            new(entity.ToFullName(), entity.Name, table, graph.Mapped, pattern),
            TakesUnmatched: false,
            filter.Attributes,
            filter.Transition,
            new(_method.Name, _method.IsStatic, arguments),
            returns,
            when)
        {
            Batch = batch,
            Window = window,
            Failure = failure,
        };
    }

    /// <summary>A handler of unmatched records: its "entity" is the item as it is.</summary>
    private HandlerModel? ParseUnmatched(AttributeData annotation, HandlerClassModel handlerClass)
    {
        var errors = _sink.Errors;
        var place = annotation.ApplicationSyntaxReference!.GetSyntax(_cancellationToken).GetLocation();
        var batch = BatchParser.Parse(_method, isOfWindows: false, _sink);
        var returns = ReturnParser.Parse(_method, batch is not null, _sink);
        var table = UnmatchedParser.TableOf(annotation, place, _method, _sink, ParseTable);
        var item = UnmatchedParser.ItemOf(_compilation, place, _method, _sink);
        if (table is null || item is null)
        {
            return null;
        }

        var arguments = new ParameterBinder(item, null, _changes, Descriptors.InvalidUnmatched, _sink).Bind(_method);
        var failure = FailureParser.Parse(_method, _sink);
        if (_sink.Errors > errors)
        {
            return null;
        }

        _uses.Add(new(table, _method.ToDisplayName(), null, IsUnmatched: true, place));
        return new(
            handlerClass,
            _method.Name,
            PositionOf(_method),
            OrdinalOf(annotation),
            _changes,
            Cause: null,
            new(item.ToFullName(), "Item", table, UnmatchedParser.Mapped, Pattern: null),
            TakesUnmatched: true,
            Properties: [],
            Transition: null,
            new(_method.Name, _method.IsStatic, arguments),
            returns,
            When: null)
        {
            Batch = batch,
            Failure = failure,
        };
    }

    private string ParseTable(INamedTypeSymbol entity, bool isValid, Location place)
    {
        if (!KnownAttributes.IsEntity(entity) && isValid)
        {
            _sink.Report(Descriptors.NoTable, place, entity.ToDisplayName());
        }

        return KnownAttributes.TableName(entity);
    }

    // By the values of DynamoHandlers.RemoveCause.
    private static string? CauseOf(AttributeData annotation) => annotation.Named("Cause") switch
    {
        null or 0 => null,
        1 => "global::DynamoHandlers.RemoveCause.User",
        2 => "global::DynamoHandlers.RemoveCause.TimeToLive",
        var other => $"(global::DynamoHandlers.RemoveCause)({other})",
    };

    // Places in the text would do, but they move with every line above.
    private static int PositionOf(IMethodSymbol method) => method.ContainingType.GetMembers()
        .Where(static m => m is IMethodSymbol && m.GetAttributes().Any(KnownAttributes.IsHandlerAnnotation))
        .TakeWhile(m => !SymbolEqualityComparer.Default.Equals(m, method.PartialDefinitionPart ?? method))
        .Count();

    private int OrdinalOf(AttributeData annotation) => _method.GetAttributes()
        .Where(KnownAttributes.IsHandlerAnnotation)
        .TakeWhile(a => a.ApplicationSyntaxReference?.Span != annotation.ApplicationSyntaxReference?.Span
            || a.ApplicationSyntaxReference?.SyntaxTree != annotation.ApplicationSyntaxReference?.SyntaxTree)
        .Count();
}
