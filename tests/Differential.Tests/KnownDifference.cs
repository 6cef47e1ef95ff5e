using System.Text.RegularExpressions;

namespace DynamoHandlers.Differential.Tests;

/// <summary>What the SDK cannot do with an entity, or we do otherwise by intent. Everything else is a failure.</summary>
/// <param name="Shape">The entity; <c>*</c> for all, of which not every one needs to have the difference.</param>
/// <param name="Where">What differs.</param>
/// <param name="Message">A regular expression of the exception's message or of the difference.</param>
/// <param name="IsByOthers">Whether it is met only in what others write.</param>
internal sealed record KnownDifference(string Shape, Side Where, string Message, bool IsByOthers = false)
{
    /// <summary>When the SDK or others write. One that does not occur is a failure too.</summary>
    public static IReadOnlyList<KnownDifference> OfReading { get; } =
    [
        // V1 makes sets of lists, of equal elements too, which DynamoDB refuses.
        new("*", Side.SdkCannotWrite, "Input collection .*contains duplicates"),

        // A dictionary's value may be null, and even has an attribute value for it; the SDK makes none.
        new("NullableElements", Side.SdkCannotWrite, @"Value cannot be null\. \(Parameter 'value'\)"),

        // The SDK reads the numbers of all enums as Int32.
        new("Enums", Side.SdkCannotRead, @"Unable to convert \[-?\d{10,}\] .* to .*\.Of(UInt32|Int64|UInt64)$"),

        // Seconds since 1970 are what SaveAsync writes and FromDocument does not understand.
        new("EpochTimes", Side.SdkCannotRead, "Unable to convert"),

        // Lists of these types are made by nothing in the SDK.
        new("WrittenOnly", Side.SdkCannotRead, "Unable to convert DynamoDB entry"),

        // "" is left out unless empty texts are enabled; the SDK then leaves required members as they are, or null.
        new("InitOnly", Side.WeCannotRead, "'Name' (is missing and is required|has wire type NULL)"),

        // A constructor gets no null that it does not take, and nothing for what is not there.
        new("Positional", Side.WeCannotRead, "'(Id|Count)' is missing and is required|'[A-Z][a-z]+' has wire type NULL", IsByOthers: true),
        new("Bound", Side.WeCannotRead, "'(Id|Count)' is missing and is required|'[A-Z][a-z]+' has wire type NULL", IsByOthers: true),
    ];

    /// <summary>When we write. One that does not occur is a failure too.</summary>
    public static IReadOnlyList<KnownDifference> OfWriting { get; } =
    [
        // As when it is read.
        new("*", Side.SdkCannotWrite, "Input collection .*contains duplicates"),
        new("NullableElements", Side.SdkCannotWrite, @"Value cannot be null\. \(Parameter 'value'\)"),
        new("Enums", Side.SdkCannotRead, @"Unable to convert \[-?\d{10,}\] .* to .*\.Of(UInt32|Int64|UInt64)$"),
        new("WrittenOnly", Side.SdkCannotRead, "Unable to convert DynamoDB entry"),

        // ToDocument writes texts where SaveAsync writes numbers, which we write too.
        new("EpochTimes", Side.WrittenOtherwise, @"^(Expires|ttl): expected ""\d{4}-.*Z"", but it is -?\d+(E-?\d+)?$"),
        new("EpochTimes", Side.SdkCannotRead, @"Unable to convert \[-?\d+\] .* to System\.DateTime"),

        // An enum is a number, nullable or not; the SDK writes {value__: number} and reads only that.
        new("NullableEnums", Side.WrittenOtherwise, @"expected \{value__: (\S+)\}, but it is \1$"),
        new("NullableEnums", Side.SdkCannotRead, @"Unable to convert DynamoDB entry \[-?\d+\] .* of type System\.Nullable"),

        // A parameter that is null is read back as null, not as its default.
        new("Positional", Side.WrittenOtherwise, "^Note: expected nothing, but it is NULL$"),

        // The SDK sets the time when it writes.
        new("Stored", Side.WrittenOtherwise, "^Saved: expected .*Z\", but it is nothing$"),

        // V1 leaves out the empty ones of several lists; we keep their places.
        new("NestedCollections", Side.WrittenOtherwise, @"^(Lists|Arrays): .*\[\]"),
    ];

    public bool Covers(string shape, Side where, string message) =>
        (Shape == "*" || Shape == shape) && Where == where && Regex.IsMatch(message, Message, RegexOptions.Singleline);
}

/// <summary>Who does what otherwise.</summary>
internal enum Side
{
    /// <summary>The SDK throws when it writes the value.</summary>
    SdkCannotWrite,

    /// <summary>The SDK throws when it reads what it has written; we read what was meant.</summary>
    SdkCannotRead,

    /// <summary>We throw where the SDK reads something.</summary>
    WeCannotRead,

    /// <summary>Both read, and not the same.</summary>
    ReadOtherwise,

    /// <summary>Both write, and not the same.</summary>
    WrittenOtherwise,
}
