using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Mapping.Tests.Diffs;

/// <summary>Delivers changes, written in the tests as DynamoDB JSON, to the handlers; null is an item that is not there.</summary>
internal static class Delivery
{
    public static CartDiff Diff(string? old, string? @new) => Of<Cart, CartDiff>(old, @new).Diff;

    public static Seen<T, TDiff> Of<T, TDiff>(string? old, string? @new)
        where TDiff : struct => Task.Run(() => DeliverAsync<T, TDiff>(old, @new)).GetAwaiter().GetResult();

    private static async Task<Seen<T, TDiff>> DeliverAsync<T, TDiff>(string? old, string? @new)
        where TDiff : struct
    {
        var harness = HandlerHarness.Create(static services =>
        {
            services.AddSingleton<Seen<T, TDiff>>();
            services.AddDynamoHandlers().AddDynamoHandlersMappingTestsHandlers();
        });
        await using (harness)
        {
            var stop = TestContext.Current.CancellationToken;
            _ = old is null ? await harness.InsertAsync(TableOf<T>(), Read(@new!), stop)
                : @new is null ? await harness.RemoveAsync(TableOf<T>(), Read(old), cancellationToken: stop)
                : await harness.ModifyAsync(TableOf<T>(), Read(old), Read(@new), stop);
            return harness.Services.GetRequiredService<Seen<T, TDiff>>();
        }
    }

    private static string TableOf<T>() => typeof(T).IsInterface ? typeof(T).Name[1..] : typeof(T).Name;

    private static Dictionary<string, AttributeValue> Read(string json) => ImageItem.FromImage(Encoding.UTF8.GetBytes(json));
}
