using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Diagnostics;

/// <summary>
/// Every diagnostic, each with a page under docs/diagnostics. Numbers are never used anew; those that are missing
/// belong to features to come. Those of the analyzers are in a file of their own.
/// </summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor InvalidSignature = Error(
        "DH0001", "Handler has a signature that cannot be called", "'{0}' cannot be a handler: {1}");

    public static readonly DiagnosticDescriptor UnmappableMember = Error(
        "DH0002", "Member cannot be read from an item", "'{0}' cannot be read from an item: {1}");

    public static readonly DiagnosticDescriptor UnknownProperty = Error(
        "DH0003",
        "Filter names a property that is not read",
        "'{0}' has no property '{1}' that is read from an item; {2}");

    public static readonly DiagnosticDescriptor InvalidPath = Error(
        "DH0004", "Path of a filter leads nowhere", "The path '{0}' cannot be followed in '{1}': {2}");

    public static readonly DiagnosticDescriptor Overlap = Error(
        "DH0005",
        "Two entities claim the same items",
        "An item of table '{0}' can be both '{1}' ({2}) and '{3}' ({4}), and neither is the more specific; "
        + "give one a further condition in [StreamEntity]");

    public static readonly DiagnosticDescriptor NoDiscriminator = Warning(
        "DH0006",
        "Entity takes every record of a table of several",
        "'{0}' has neither a discriminator nor key prefixes, so its handlers get every record of table '{1}', those of "
        + "'{2}' included; add one in [StreamEntity]");

    public static readonly DiagnosticDescriptor NeverMatches = Warning(
        "DH0007", "Handler is never called", "'{0}' is never called by this: {1}");

    public static readonly DiagnosticDescriptor InaccessibleHandler = Error(
        "DH0008", "Handler cannot be called by generated code", "'{0}' cannot be called by generated code: {1}");

    public static readonly DiagnosticDescriptor AsyncVoid = Error(
        "DH0009",
        "Handler is async void",
        "'{0}' is async void: nobody could await it or see it fail; return Task or ValueTask");

    public static readonly DiagnosticDescriptor InvalidConverter = Error(
        "DH0010", "Converter cannot be used", "'{0}' cannot convert '{1}': {2}");

    public static readonly DiagnosticDescriptor InvalidConstructor = Error(
        "DH0011", "Type has no constructor to read it with", "'{0}' cannot be constructed from an item: {1}");

    public static readonly DiagnosticDescriptor TransitionMismatch = Error(
        "DH0012", "From or To does not fit its property", "{0} of [OnModify] is {1}, but '{2}' is of type '{3}': {4}");

    public static readonly DiagnosticDescriptor IgnoredProperty = Error(
        "DH0014",
        "Filter names an ignored property",
        "'{0}.{1}' is ignored and not read from items, so a handler cannot wait for its change; name another property");

    public static readonly DiagnosticDescriptor EpochOnOtherType = Warning(
        "DH0015",
        "StoreAsEpoch on a member that is no DateTime",
        "'{0}' is of type '{1}': StoreAsEpoch means something for DateTime only and is not regarded");

    public static readonly DiagnosticDescriptor UnmappableEntity = Error(
        "DH0017", "Type cannot be an entity", "'{0}' cannot be an entity: {1}");

    public static readonly DiagnosticDescriptor EntityNotInferred = Error(
        "DH0018",
        "Entity cannot be inferred",
        "The entity of '{0}' cannot be inferred: {1}; write [{2}<T>] with the entity as T");

    public static readonly DiagnosticDescriptor NoTable = Error(
        "DH0019",
        "Entity names no table",
        "'{0}' names no table; add [StreamEntity(Table = \"...\")] or [DynamoDBTable(\"...\")] to it");

    public static readonly DiagnosticDescriptor InvalidPredicate = Error(
        "DH0021", "When names no usable predicate", "'{0}' cannot be the predicate of a handler: {1}");

    public static readonly DiagnosticDescriptor NoSetter = Warning(
        "DH0022",
        "Property has no setter and is not read",
        "'{0}' has no setter that can be seen and is not read from items; add one, or [StreamIgnore] to say so");

    public static readonly DiagnosticDescriptor DuplicateAttribute = Error(
        "DH0023",
        "Two members read one attribute",
        "'{0}' and '{1}' both read the attribute '{2}'; rename one, or put [StreamIgnore] on it");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "DH0024",
        "Name of a generated type is taken",
        "'{0}' needs a generated type called '{1}', but there is one; rename either");

    public static readonly DiagnosticDescriptor DurationOnOtherType = Warning(
        "DH0028",
        "StreamDuration on a member that is no TimeSpan",
        "'{0}' is of type '{1}': StreamDuration means something for TimeSpan with a known unit only and is not regarded");

    // No warning: such a set is what the AWS SDK makes of it too, and with it entities are to work unchanged.
    public static readonly DiagnosticDescriptor SetOfReferences = Create(
        "DH0029",
        "Set compares references",
        "'{0}' is a set of '{1}', which has no equality by value: equal elements are kept, and Contains does not find them",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor AmbiguousDiscriminator = Error(
        "DH0030",
        "Discriminator means two types",
        "The discriminator '{0}' of '{1}' means both '{2}' and '{3}'; give one of them another");

    public static readonly DiagnosticDescriptor InvalidDerivedType = Error(
        "DH0031", "Derived type cannot be read", "'{0}' cannot be a derived type of '{1}': {2}");

    public static readonly DiagnosticDescriptor InvalidFlatten = Error(
        "DH0032", "Member cannot be flattened", "'{0}' cannot be flattened: {1}");

    public static readonly DiagnosticDescriptor InvalidFailurePolicy = Error(
        "DH0033", "OnFailure contradicts itself", "[OnFailure] of '{0}' makes no sense: {1}");

    public static readonly DiagnosticDescriptor SingleInBatch = Error(
        "DH0034", "Batch handler takes what a single change has", "'{0}' takes batches, but also '{1}': {2}");

    public static readonly DiagnosticDescriptor InvalidDiffKey = Error(
        "DH0035", "DiffKey names no key of a list's elements", "'{0}' cannot be the key of '{1}': {2}");

    public static readonly DiagnosticDescriptor InvalidBatchSettings = Error(
        "DH0036", "Batch is out of range or of no use", "[Batch] of '{0}' cannot be used: {1}");

    public static readonly DiagnosticDescriptor InvalidWindow = Error(
        "DH0037", "Handler cannot be called for windows", "'{0}' cannot be called for windows: {1}");

    public static readonly DiagnosticDescriptor InvalidPattern = Error(
        "DH0038", "Entity's conditions are incomplete", "[StreamEntity] of '{0}' cannot tell items apart: {1}");

    public static readonly DiagnosticDescriptor TransitionOfSeveral = Error(
        "DH0039",
        "From and To need exactly one property",
        "{0} of [OnModify] is about one property, but {1} are named; name one, with an [OnModify] for each");

    public static readonly DiagnosticDescriptor InvalidUnmatched = Error(
        "DH0040", "Handler cannot take unmatched records", "'{0}' cannot take unmatched records: {1}");

    public static readonly DiagnosticDescriptor InvalidState = Error(
        "DH0041", "Type cannot be kept as state", "'{0}' cannot be kept as state: {1}");

    public static readonly DiagnosticDescriptor InvalidShardClass = Error(
        "DH0042", "Handler class per shard contradicts itself", "'{0}' cannot be a handler class: {1}");

    // No warning: most entities are watched, not written.
    public static readonly DiagnosticDescriptor NotWritable = Create(
        "DH0048",
        "Entity has no methods of transactions",
        "A ChangeTransaction has no methods for '{0}': {1}",
        DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Create(
        string id, string title, string message, DiagnosticSeverity severity, params string[] tags) => new(
            id,
            title,
            message,
            "DynamoHandlers",
            severity,
            isEnabledByDefault: true,
            helpLinkUri: $"https://github.com/dynamo-handlers/dynamo-handlers/blob/main/docs/diagnostics/{id}.md",
            customTags: tags);
}
