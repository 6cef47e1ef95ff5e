namespace DynamoHandlers.Generators.Model;

/// <summary>A converter of the user's, made once by each mapper that needs it.</summary>
/// <param name="Type">The converter's full name.</param>
/// <param name="Name">Its simple name.</param>
/// <param name="Interface">The full name of the interface that it is called by.</param>
/// <param name="Style">Which interface that is.</param>
/// <param name="TakesNull">Whether it deals with NULL itself.</param>
internal sealed record ConverterModel(string Type, string Name, string Interface, ConverterStyle Style, bool TakesNull);

/// <summary>How a converter is called.</summary>
internal enum ConverterStyle
{
    /// <summary>By <c>IStreamConverter&lt;T&gt;</c>.</summary>
    Ours,

    /// <summary>By <c>IPropertyConverter</c> of the AWS SDK.</summary>
    Sdk,
}
