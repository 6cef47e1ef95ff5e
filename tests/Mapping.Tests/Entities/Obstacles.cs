using System.Collections.Immutable;
using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

public class CoveredBase
{
    public string Kind { get; set; } = "initial";
    public string Label { get; init; } = "initial";
    public int Number;
    public string Inner { get; set; } = "initial";
}

/// <summary>The names of the base type's members mean something else here.</summary>
[StreamEntity]
public sealed class Covered : CoveredBase
{
    public new const string Kind = "constant";

    internal new int Label { get; set; } = 7;

    public new static string Number() => "method";

    public new static class Inner;
}

/// <summary>What the compiler would not let ordinary code name, or see.</summary>
[StreamEntity]
public sealed class Guarded
{
#pragma warning disable IDE0044 // What generated code assigns is not readonly.
    [DynamoDBProperty("secret")]
    private string _secret = "initial";
#pragma warning restore IDE0044

    [Obsolete("Only for the serializer.", error: true)]
    public Guarded()
    {
    }

    public Guarded(string secret) => _secret = secret;

    [Obsolete("Read Other.", error: true)]
    public int Old;

    public GuardedStruct Struct { get; set; }

    public string Reveal() => _secret;
}

public struct GuardedStruct
{
#pragma warning disable IDE0044 // What generated code assigns is not readonly.
    [StreamAttribute("x")]
    private int _x;
#pragma warning restore IDE0044

    public readonly int Reveal() => _x;
}

/// <summary>Shows the discriminator as a member, too.</summary>
[DynamoDBPolymorphicType("letter", typeof(Letter))]
public class Mail
{
    [DynamoDBProperty("$type")]
    public string? Type { get; set; }

    public List<Mail> Inside { get; set; } = [];
}

public sealed class Letter : Mail
{
    public string Text { get; set; } = "";
}

[StreamEntity(Discriminator = "_et", DiscriminatorValue = "tray")]
public sealed class Tray
{
    public Mail? First { get; set; }

    [DynamoDBFlatten]
    public TrayKind Kind { get; set; } = new();

    public List<ImmutableArray<int>> Rows { get; set; } = [];
}

public sealed class TrayKind
{
    [StreamAttribute("_et")]
    public string Name { get; set; } = "tray";
}

[StreamEntity]
public sealed record Optionals(string Id, string? None = null, string Empty = "", string Given = "g", int[]? Numbers = null);
