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
    public EquatableArray<ArgumentModel> Bind(IMethodSymbol method)
    {
        var images = method.Parameters.Where(p => IsEntity(p.Type)).ToList();
        CheckImages(method, images);
        return method.Parameters
            .Select(p => IsEntity(p.Type) ? OfImage(images.IndexOf(p), images.Count) : OfOther(p))
            .OfType<ArgumentModel>()
            .ToEquatableArray();
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

        if (type.Name == "ChangeTransaction" && IsOursOrUnknown(type))
        {
            return NotSupported(
                parameter, "A ChangeTransaction", "make the handler idempotent with ChangeContext.IdempotencyKey");
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
            : NotSupported(parameter, "A batch of changes", "take a single Change<T>");
    }

    private ArgumentModel? OfService(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (WhyNoService(type) is { } reason)
        {
            return Refuse(parameter, $"'{parameter.Name}' {reason}");
        }

        if (KnownAttributes.IsKeyedService(parameter))
        {
            return NotSupported(
                parameter, "[FromKeyedServices] on a handler's parameter", "use it in the class's constructor");
        }

        var isOptional = type.NullableAnnotation == NullableAnnotation.Annotated || parameter.HasExplicitDefaultValue;
        return new(
            isOptional ? ArgumentKind.OptionalService : ArgumentKind.Service,
            type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToFullName());
    }

    private string? WhyNoService(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            var known = !type.Name.EndsWith("Diff", StringComparison.Ordinal) ? ""
                : diff is null ? $"; '{entity.ToDisplayName()}' has no diff"
                : $"; the diff of '{entity.ToDisplayName()}' is '{SimpleNameOf(diff)}'";
            return $"has the type '{type.ToDisplayName()}', which cannot be resolved{known}";
        }

        if (KnownAttributes.IsEntity(type))
        {
            return $"is of the entity '{type.ToDisplayName()}', but the handler is for '{entity.ToDisplayName()}'";
        }

        return !type.IsReferenceType || type.SpecialType == SpecialType.System_String || type is IArrayTypeSymbol
            ? $"of type '{type.ToDisplayName()}' is neither part of the change nor can it be a service; remove it"
            : null;
    }

    private static bool IsOursOrUnknown(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error || type.Is("DynamoHandlers", "ChangeTransaction");

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

    private ArgumentModel? NotSupported(IParameterSymbol parameter, string what, string instead)
    {
        sink.Report(Descriptors.NotSupported, parameter.SourceLocation(), what, instead);
        return null;
    }
}
