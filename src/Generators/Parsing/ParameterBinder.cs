using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Decides by the types of a method's parameters what is passed to them.</summary>
/// <param name="entity">The handler's entity.</param>
/// <param name="diff">The full name of its diff, which may be about to be generated; null where there is none.</param>
/// <param name="changes">The kinds of change that it is called for.</param>
/// <param name="refusal">The diagnostic for what cannot be passed.</param>
/// <param name="sink">Where diagnostics go.</param>
internal sealed class ParameterBinder(
    INamedTypeSymbol entity, string? diff, ChangeSet changes, DiagnosticDescriptor refusal, DiagnosticSink sink)
{
    /// <summary>What a handler gets.</summary>
    public EquatableArray<ArgumentModel> Bind(IMethodSymbol method)
    {
        var bound = BindAll(method);
        if (BatchParser.TakesBatch(method))
        {
            foreach (var (parameter, argument) in bound)
            {
                CheckBesideBatch(parameter, argument);
            }
        }

        return ArgumentsOf(bound);
    }

    /// <summary>What a predicate gets: it is asked about one change at a time, also for a batch.</summary>
    /// <param name="method">The predicate.</param>
    /// <param name="isOfBatch">Whether its handler takes batches: then there is the change alone.</param>
    public EquatableArray<ArgumentModel> BindPredicate(IMethodSymbol method, bool isOfBatch)
    {
        var bound = BindAll(method);
        foreach (var (parameter, argument) in bound)
        {
            CheckOfPredicate(parameter, argument, isOfBatch);
        }

        return ArgumentsOf(bound);
    }

    private List<(IParameterSymbol Parameter, ArgumentModel? Argument)> BindAll(IMethodSymbol method)
    {
        var images = method.Parameters.Where(p => IsEntity(p.Type)).ToList();
        CheckImages(method, images);
        return [.. method.Parameters.Select(p =>
            (p, IsEntity(p.Type) ? OfImage(images.IndexOf(p), images.Count) : OfOther(p)))];
    }

    private static EquatableArray<ArgumentModel> ArgumentsOf(
        IEnumerable<(IParameterSymbol Parameter, ArgumentModel? Argument)> bound) =>
        bound.Select(static b => b.Argument).OfType<ArgumentModel>().ToEquatableArray();

    private void CheckBesideBatch(IParameterSymbol parameter, ArgumentModel? argument)
    {
        var instead = argument?.Kind switch
        {
            ArgumentKind.Old or ArgumentKind.New or ArgumentKind.Latest => "take the items from the changes, as change.New",
            ArgumentKind.Change => "it is one of the batch",
            ArgumentKind.Diff => "take the diffs from the changes, by change.GetDiff()",
            ArgumentKind.Context => "take the contexts from the changes, as change.Context",
            _ => null,
        };
        if (instead is not null)
        {
            sink.Report(
                Descriptors.SingleInBatch,
                parameter.SourceLocation(),
                parameter.ContainingSymbol.ToDisplayName(),
                parameter.Name,
                instead);
        }
    }

    private void CheckOfPredicate(IParameterSymbol parameter, ArgumentModel? argument, bool isOfBatch)
    {
        var reason = argument?.Kind switch
        {
            ArgumentKind.Batch => "is a batch, but a predicate is asked about each change; take a Change<T>",
            ArgumentKind.Window => "is a window, but a predicate is asked about each change; take a Change<T>",
            ArgumentKind.Transaction => "writes, but a predicate only decides",
            ArgumentKind.Stop or ArgumentKind.Service or ArgumentKind.OptionalService
                or ArgumentKind.KeyedService or ArgumentKind.OptionalKeyedService when isOfBatch =>
                "is no part of the change, and the predicate of a batch handler gets nothing else",
            _ => null,
        };
        if (reason is not null)
        {
            Refuse(parameter, $"'{parameter.Name}' {reason}");
        }
    }

    private bool IsEntity(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, entity);

    private void CheckImages(IMethodSymbol method, List<IParameterSymbol> images)
    {
        if (images.Count > 2)
        {
            Refuse(images[2], $"it takes '{entity.ToDisplayName()}' more than twice; there is an old and a new item");
        }
        else if (images.Count == 2 && changes != ChangeSet.Modify)
        {
            Refuse(images[1], "only a modification has an old and a new item; take one item, or a Change<T>");
        }

        foreach (var image in images)
        {
            CanBePassed(image);
        }
    }

    private ArgumentModel OfImage(int index, int count) => new((count, index, changes) switch
    {
        (1, _, ChangeSet.Remove) => ArgumentKind.Old,
        (1, _, ChangeSet.All) => ArgumentKind.Latest,
        (1, _, _) => ArgumentKind.New,
        (_, 0, _) => ArgumentKind.Old,
        _ => ArgumentKind.New,
    });

    private ArgumentModel? OfOther(IParameterSymbol parameter)
    {
        if (!CanBePassed(parameter))
        {
            return null;
        }

        var type = parameter.Type;
        if (EntityInference.OfChange(type) is { } changed)
        {
            return OfChange(parameter, changed);
        }

        if (type.Is("DynamoHandlers", "ChangeContext"))
        {
            return new(ArgumentKind.Context);
        }

        if (type.Is("System.Threading", "CancellationToken"))
        {
            return new(ArgumentKind.Stop);
        }

        if (KnownAttributes.IsTransaction(type))
        {
            return new(ArgumentKind.Transaction);
        }

        if (KnownAttributes.IsWindow(type))
        {
            return new(ArgumentKind.Window);
        }

        return IsDiff(type) ? new(ArgumentKind.Diff) : OfService(parameter);
    }

    // One that this compilation generates cannot be resolved yet: its simple name must do.
    private bool IsDiff(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return IsDiff(nullable.TypeArguments[0]);
        }

        return diff is not null && (type.TypeKind == TypeKind.Error
            ? type.Name == SimpleNameOf(diff)
            : type.ToFullName() == diff);
    }

    private static string SimpleNameOf(string fullName) => fullName.Substring(fullName.LastIndexOfAny(['.', ':']) + 1);

    private ArgumentModel? OfChange(IParameterSymbol parameter, ITypeSymbol changed)
    {
        if (!IsEntity(changed))
        {
            return Refuse(
                parameter,
                $"'{parameter.Name}' is a change of '{changed.ToDisplayName()}', not of '{entity.ToDisplayName()}'");
        }

        return parameter.Type.Is("DynamoHandlers", "Change", 1)
            ? new(ArgumentKind.Change)
            : new(ArgumentKind.Batch);
    }

    private ArgumentModel? OfService(IParameterSymbol parameter)
    {
        if (WhyUnresolved(parameter.Type) is { } unresolved)
        {
            return Refuse(parameter, $"'{parameter.Name}' {unresolved}");
        }

        var service = ServiceParser.Parse(parameter, entity);
        return service.Value ?? Refuse(parameter, $"'{parameter.Name}' {service.Refusal}");
    }

    private string? WhyUnresolved(ITypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Error)
        {
            return null;
        }

        var known = !type.Name.EndsWith("Diff", StringComparison.Ordinal) ? ""
            : diff is null ? $"; '{entity.ToDisplayName()}' has no diff"
            : $"; the diff of '{entity.ToDisplayName()}' is '{SimpleNameOf(diff)}'";
        return $"has the type '{type.ToDisplayName()}', which cannot be resolved{known}";
    }

    private bool CanBePassed(IParameterSymbol parameter)
    {
        var reason = parameter switch
        {
            { RefKind: not (RefKind.None or RefKind.In) } => "is passed by reference; take it by value",
            { IsParams: true } => "is a params parameter; take one value",
            _ => null,
        };
        return reason is null || Refuse(parameter, $"'{parameter.Name}' {reason}") is not null;
    }

    private ArgumentModel? Refuse(IParameterSymbol parameter, string reason)
    {
        sink.Report(refusal, parameter.SourceLocation(), parameter.ContainingSymbol.ToDisplayName(), reason);
        return null;
    }
}
