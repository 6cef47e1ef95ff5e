using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Follows paths such as <c>Address.City</c> from an entity to the attributes behind them.</summary>
internal sealed class PropertyPathParser(INamedTypeSymbol entity, DiagnosticSink sink)
{
    // Which mapper reads a nested type does not matter here, only that one does.
    private static readonly ValueParser Values = new(static _ => new(new MappedType("", null)));

    /// <summary>Follows a path.</summary>
    /// <param name="path">Names of properties, and of keys of dictionaries, with dots between them.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>Null if it leads nowhere, which is reported.</returns>
    public FoundProperty? Find(string path, Location place)
    {
        var names = new List<string>();
        var reached = new Step(entity, null, null);
        var segments = path.Split('.');
        for (var i = 0; i < segments.Length; i++)
        {
            var next = i > 0 && reached.IsMap
                ? reached.ToElement()
                : Enter(reached, path, place) is { } owner ? Select(owner, segments[i], place) : null;
            if (next is not { } step)
            {
                return null;
            }

            reached = step;
            if (step.Member is not { Annotations.IsFlattened: true })
            {
                names.Add(step.Member?.Attribute ?? segments[i]);
            }
        }

        var attributes = reached.Member is { Annotations.IsFlattened: true }
            ? Flatten(reached, names)
            : [new FilteredAttribute(names.ToEquatableArray())];
        return new(
            path,
            reached.Type,
            attributes.ToEquatableArray(),
            reached.Value,
            segments.Length == 1
                && (KnownAttributes.IsPartitionKey(reached.Member!.Symbol) || KnownAttributes.IsSortKey(reached.Member.Symbol)));
    }

    private ImmutableArray<EntityMember> MembersOf(INamedTypeSymbol type) => EntityMembers.Of(
        type, SymbolEqualityComparer.Default.Equals(type, entity) ? Casings.Of(type) : Casing.AsWritten);

    /// <summary>The type whose properties come next, if what was reached has properties.</summary>
    private INamedTypeSymbol? Enter(Step reached, string path, Location place)
    {
        if (reached.Member is null && SymbolEqualityComparer.Default.Equals(reached.Type, entity))
        {
            return entity;
        }

        var name = reached.Member?.Name ?? reached.Type.ToDisplayName();
        var (value, refusal) = reached.Member is { Annotations.HasConverter: true }
            ? ParsedValue<ValueModel>.Refuse("a converter reads it, so that what is in it is not known")
            : Values.Parse(reached.Type);
        if (value is ObjectValue && Unwrap(reached.Type) is INamedTypeSymbol nested)
        {
            return nested;
        }

        var reason = refusal ?? (value is CollectionValue
            ? "it is a collection, whose elements have no names; name the collection itself"
            : $"its type '{reached.Type.ToDisplayName()}' has no properties that are read");
        sink.Report(Descriptors.InvalidPath, place, path, entity.ToDisplayName(), $"of '{name}', {reason}");
        return null;
    }

    private Step? Select(INamedTypeSymbol owner, string property, Location place)
    {
        var members = MembersOf(owner);
        var member = members.FirstOrDefault(m => m.Name == property);
        if (member is { Annotations.IsIgnored: true })
        {
            sink.Report(Descriptors.IgnoredProperty, place, owner.ToDisplayName(), property);
            return null;
        }

        if (member is null || !IsRead(member, owner, members))
        {
            sink.Report(Descriptors.UnknownProperty, place, owner.ToDisplayName(), property);
            return null;
        }

        return StepTo(member);
    }

    private static Step StepTo(EntityMember member) => new(
        member.Type,
        member,
        member.Annotations is { HasConverter: false, IsPolymorphic: false }
            ? Values.Parse(member.Type, member.Annotations.StoresEpoch).Value
            : null);

    // A flattened object has no attribute of its own; it changes with any of those of its properties.
    private IEnumerable<FilteredAttribute> Flatten(Step flattened, List<string> names)
    {
        if (Unwrap(flattened.Type) is not INamedTypeSymbol type)
        {
            return [];
        }

        var members = MembersOf(type);
        return members.Where(m => !m.Annotations.IsIgnored && IsRead(m, type, members)).SelectMany(m =>
            m.Annotations.IsFlattened
                ? Flatten(StepTo(m), names)
                : [new FilteredAttribute(names.Append(m.Attribute).ToEquatableArray())]);
    }

    private static bool IsRead(EntityMember member, INamedTypeSymbol owner, ImmutableArray<EntityMember> members) =>
        member.CanBeSet || (ConstructorParser.Choose(owner, members).Value is { } constructor
            && constructor.Parameters.Any(p => ConstructorParser.MemberOf(p, members) == member));

    private static ITypeSymbol Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    /// <summary>How far a path has been followed.</summary>
    /// <param name="Type">The type there.</param>
    /// <param name="Member">The member; null at the entity itself and for the values of a dictionary.</param>
    /// <param name="Value">How it is read, if that is known.</param>
    private sealed record Step(ITypeSymbol Type, EntityMember? Member, ValueModel? Value)
    {
        public bool IsMap => Value is CollectionValue { Kind: CollectionKind.Map }
            && Type is INamedTypeSymbol { TypeArguments.Length: 2 };

        public Step ToElement() => new(((INamedTypeSymbol)Type).TypeArguments[1], null, ((CollectionValue)Value!).Element);
    }
}
