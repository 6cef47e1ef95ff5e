using System.Text;
using DynamoHandlers.Images;

namespace DynamoHandlers.Mapping.Tests;

/// <summary>Reads items written in the tests as DynamoDB JSON.</summary>
internal static class Image
{
    public static T Read<T>(string json, ImageMapper<T> mapper) => mapper(Encoding.UTF8.GetBytes(json));

    public static MappingException Refuses<T>(string json, ImageMapper<T> mapper) =>
        Assert.Throws<MappingException>(() => { Read(json, mapper); });
}
