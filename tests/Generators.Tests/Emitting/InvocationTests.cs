using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Emitting;

/// <summary>Calls what is generated.</summary>
public sealed class InvocationTests
{
    private const string Order = """
        using Microsoft.Extensions.DependencyInjection;

        [DynamoDBTable("Orders")]
        public class Order { [DynamoDBHashKey("pk")] public string Id { get; set; } = ""; public int Total { get; set; } }

        """;

    [Fact]
    public async Task A_batch_handler_gets_the_changes_that_its_predicate_wants_and_says_which_failed() => Assert.Equal(
        "b,c; failed b; called once",
        await CompiledProgram.RunAsync(Order + """
            public static class Batches
            {
                public static string Seen = "";
                public static int Count;

                [OnInsert(When = nameof(IsLarge))]
                public static async Task<BatchResult> Large(IReadOnlyList<Change<Order>> changes)
                {
                    await Task.Yield();
                    Count++;
                    Seen = string.Join(",", changes.Select(c => c.New.Id));
                    return BatchResult.Failed(changes.Take(1));
                }

                internal static bool IsLarge(Order order) => order.Total > 10;
            }

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    var calls = new Calls(null!);
                    BatchesDispatcher.AddTo(calls);
                    var result = await calls.CallBatchAsync(
                        "Batches.Large", Calls.Insert("a", 1), Calls.Insert("b", 11), Calls.Insert("c", 12));
                    var none = await calls.CallBatchAsync("Batches.Large", Calls.Insert("d", 1));
                    var failed = string.Join(",", result.FailedChanges.Select(c => c.Keys.Contains("\"b\"") ? "b" : "?"));
                    return $"{Batches.Seen}; failed {failed}; called {(Batches.Count == 1 && none == BatchResult.Success ? "once" : "again")}";
                }
            }
            """));

    [Fact]
    public async Task A_batch_handler_that_returns_nothing_is_done_when_it_returns() => Assert.Equal(
        "2 True, 1 True, thrown",
        await CompiledProgram.RunAsync(Order + """
            public static class Batches
            {
                public static int Count;

                [OnInsert] public static void Now(IReadOnlyList<Change<Order>> changes) => Count = changes.Count;

                [OnInsert]
                public static async ValueTask Later(IReadOnlyList<Change<Order>> changes)
                {
                    await Task.Yield();
                    Count = changes.Count;
                }

                [OnInsert]
                public static async Task Never(IReadOnlyList<Change<Order>> changes)
                {
                    await Task.Yield();
                    throw new InvalidOperationException();
                }
            }

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    var calls = new Calls(null!);
                    BatchesDispatcher.AddTo(calls);
                    var now = await calls.CallBatchAsync("Batches.Now", Calls.Insert("a", 1), Calls.Insert("b", 1));
                    var text = $"{Batches.Count} {now == BatchResult.Success}";
                    var later = await calls.CallBatchAsync("Batches.Later", Calls.Insert("a", 1));
                    text += $", {Batches.Count} {later == BatchResult.Success}";
                    try
                    {
                        await calls.CallBatchAsync("Batches.Never", Calls.Insert("a", 1));
                        return text;
                    }
                    catch (InvalidOperationException)
                    {
                        return text + ", thrown";
                    }
                }
            }
            """));

    [Fact]
    public async Task A_handler_gets_its_transaction_and_services_by_key() => Assert.Equal(
        "primary 2 True; Orders ADD #0 :0 5",
        await CompiledProgram.RunAsync(Order + """
            public static class Writes
            {
                public static string Seen = "";

                [OnInsert]
                public static void One(
                    Order order,
                    ChangeTransaction transaction,
                    [FromKeyedServices("primary")] object text,
                    [FromKeyedServices(2L)] object number,
                    [FromKeyedServices("none")] object? none)
                {
                    Seen = $"{text} {number} {none is null}";
                    transaction.UpdateOrder(order.Id).AddTotal(order.Total);
                }
            }

            public sealed class Keyed : IKeyedServiceProvider
            {
                public object? GetService(Type type) => null;
                public object? GetKeyedService(Type type, object? key) => key is "none" ? null : GetRequiredKeyedService(type, key);
                public object GetRequiredKeyedService(Type type, object? key) => key is "primary" or 2L ? key : throw new InvalidOperationException($"{key}");
            }

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    var calls = new Calls(new Keyed()) { Transaction = new() };
                    WritesDispatcher.AddTo(calls);
                    await calls.CallAsync("Writes.One", Calls.Insert("a", 5));
                    var update = calls.Transaction.Items[0].Update;
                    return $"{Writes.Seen}; {update.TableName} {update.UpdateExpression} {update.ExpressionAttributeValues[":0"].N}";
                }
            }
            """));

    [Fact]
    public async Task A_handler_without_a_transaction_is_told_what_its_descriptor_lacks() => Assert.Contains(
        "UsesTransaction = true",
        await CompiledProgram.RunAsync(Order + """
            public static class Writes
            {
                [OnInsert] public static void One(Order order, ChangeTransaction transaction) { }
                [OnInsert] public static void All(IReadOnlyList<Change<Order>> orders, ChangeTransaction transaction) { }
            }

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    var calls = new Calls(null!);
                    WritesDispatcher.AddTo(calls);
                    if (!calls.Handlers.Values.All(h => h.UsesTransaction))
                    {
                        return "";
                    }

                    try
                    {
                        await calls.CallAsync("Writes.One", Calls.Insert("a", 5));
                        return "";
                    }
                    catch (InvalidOperationException)
                    {
                    }

                    try
                    {
                        await calls.CallBatchAsync("Writes.All", Calls.Insert("a", 5));
                        return "";
                    }
                    catch (InvalidOperationException e)
                    {
                        return e.Message;
                    }
                }
            }
            """),
        StringComparison.Ordinal);
}
