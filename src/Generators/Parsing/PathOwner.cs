using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>A type on a path, with the members that the next name can mean.</summary>
internal sealed class PathOwner
{
    private readonly MappingSettings _settings;
    private readonly ImmutableArray<EntityMember> _members;
    private readonly MemberValueParser _values;

    /// <param name="type">The type.</param>
    /// <param name="compilation">The assembly with the handlers.</param>
    /// <param name="around">How attributes are called in the type around it; null at the top of an item.</param>
    public PathOwner(INamedTypeSymbol type, Compilation compilation, AttributeNaming? around)
    {
        Type = type;
        _settings = MappingSettings.Of(type, compilation, around);
        _members = EntityMembers.Of(type, _settings.Naming);

        // Which mapper reads a nested type does not matter here; what is wrong is reported for the entity.
        _values = new(
            compilation,
            new EntityNode(type, "", _settings, around, []),
            static (_, _) => new(new MappedType("", null)),
            new DiagnosticSink());
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>The attribute that tells derived types apart.</summary>
    public string Discriminator => _settings.Discriminator;

    public bool Ignores(string name) => _members.Any(m => m.Name == name && m.Annotations.IsIgnored);

    public PathStep? Find(string name) =>
        _members.FirstOrDefault(m => m.Name == name) is { } member && IsRead(member) ? StepTo(member) : null;

    /// <summary>What to do about a name that no member is read by.</summary>
    public string HowToMend(string name)
    {
        if (_members.Any(m => m.Name == name))
        {
            return "it is computed or has no setter; name one that is stored";
        }

        if (_members.FirstOrDefault(m => IsRead(m) && m.Attribute == name) is { } named)
        {
            return $"'{name}' is the attribute of '{named.Name}'; name the property, with nameof";
        }

        return _members.FirstOrDefault(m => IsRead(m) && m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } similar
            ? $"names are case-sensitive, and there is '{similar.Name}'; name it with nameof"
            : "name one with nameof";
    }

    /// <summary>All members that are read.</summary>
    public IEnumerable<PathStep> All() => _members.Where(IsRead).Select(StepTo);

    private PathStep StepTo(EntityMember member) =>
        new(member.Type, member, _values.Parse(member, member.Type), _settings.Naming);

    private bool IsRead(EntityMember member) => !member.Annotations.IsIgnored
        && (member.CanBeSet || (ConstructorParser.Choose(Type, _members).Value is { } constructor
            && constructor.Parameters.Any(p => ConstructorParser.MemberOf(p, _members) == member)));
}
