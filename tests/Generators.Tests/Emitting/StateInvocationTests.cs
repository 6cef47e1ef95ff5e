using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Emitting;

/// <summary>Calls what is generated for windows and for handler classes per shard.</summary>
public sealed class StateInvocationTests
{
    private const string Order = """
        using System.Text;
        using DynamoHandlers.Dispatching;
        using DynamoHandlers.Dispatching.States;
        using Microsoft.Extensions.DependencyInjection;

        [DynamoDBTable("Orders")]
        public class Order { [DynamoDBHashKey("pk")] public string Id { get; set; } = ""; public int Total { get; set; } }

        public class Sum
        {
            public int Total { get; set; }
            public List<string> Ids { get; set; } = [];
            public override string ToString() => $"{Total}:{string.Concat(Ids)}";
        }

        """;

    [Theory]
    [InlineData("public static async Task", "await Task.Yield();")]
    [InlineData("public static async ValueTask", "await Task.Yield();")]
    [InlineData("public static void", "")]
    public async Task State_goes_from_call_to_call(string method, string wait) => Assert.Equal(
        "; 3:ab; 3:ab; 33:abc; none",
        await CompiledProgram.RunAsync(Order + $$"""
            public static class Windows
            {
                [OnWindow(When = nameof(IsSmall), Seconds = 90)]
                {{method}} Add(IReadOnlyList<Change<Order>> changes, Window<Sum> window)
                {
                    {{wait}}
                    if (window.IsFinal)
                    {
                        window.State = null;
                        return;
                    }

                    window.State ??= new();
                    window.State.Total += changes.Sum(c => c.New.Total);
                    window.State.Ids.AddRange(changes.Select(c => c.New.Id));
                }

                internal static bool IsSmall(Order order) => order.Total < 100;
            }

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    var calls = new Calls(null!);
                    WindowsDispatcher.AddTo(calls);
                    var text = await Call(new(), "Windows.Add");
                    return calls.Handlers["Windows.Add"].WindowSize == TimeSpan.FromSeconds(90) ? text : "";

                    async Task<string> Call(Holder state, string handler)
                    {
                        var all = new List<string>();
                        all.Add(await One(false, Calls.Insert("x", 100)));
                        all.Add(await One(false, Calls.Insert("a", 1), Calls.Insert("b", 2), Calls.Insert("y", 100)));
                        all.Add(await One(false, Calls.Insert("z", 100)));
                        all.Add(await One(false, Calls.Insert("c", 30)));
                        all.Add(await One(true) is "" ? "none" : "some");
                        return string.Join("; ", all);

                        async Task<string> One(bool isFinal, params string[] records)
                        {
                            var window = new WindowCall { Start = default, End = default, IsFinal = isFinal, State = state.Image };
                            await calls.CallWindowAsync(handler, window, records);
                            state.Image = window.State;
                            return state.Image is null ? "" : SumImage.Read(state.Image).ToString();
                        }
                    }
                }
            }

            public class Holder { public byte[]? Image; }
            """));

    [Fact]
    public async Task State_of_a_call_that_fails_is_what_it_was() => Assert.Equal(
        "now 5:; later 5:",
        await CompiledProgram.RunAsync(Order + """
            public static class Windows
            {
                [OnWindow]
                public static void Now(IReadOnlyList<Change<Order>> changes, Window<Sum> window)
                {
                    window.State!.Total = 7;
                    throw new InvalidOperationException("now");
                }

                [OnWindow]
                public static async Task Later(IReadOnlyList<Change<Order>> changes, Window<Sum> window)
                {
                    window.State = null;
                    await Task.Yield();
                    throw new InvalidOperationException("later");
                }
            }

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    var calls = new Calls(null!);
                    WindowsDispatcher.AddTo(calls);
                    return $"{await Fail("Windows.Now")}; {await Fail("Windows.Later")}";

                    async Task<string> Fail(string handler)
                    {
                        var window = new WindowCall { Start = default, End = default, State = SumImage.Write(new() { Total = 5 }) };
                        try
                        {
                            await calls.CallWindowAsync(handler, window, Calls.Insert("a", 1));
                            return "";
                        }
                        catch (InvalidOperationException e)
                        {
                            return $"{e.Message} {SumImage.Read(window.State)}";
                        }
                    }
                }
            }
            """));

    [Fact]
    public async Task Handlers_per_shard_are_called_on_the_instance_of_the_run_with_its_state() => Assert.Equal(
        "Scoped; 00:00:30 10000; none; 6:abc of 1; 1:z; none",
        await CompiledProgram.RunAsync(Order + """
            [Handler(PerShard = true, FlushSeconds = 30)]
            public class Totals : Base
            {
                [OnInsert] public void One(Order order) => Add([order]);
                [OnInsert] public Task Many(IReadOnlyList<Change<Order>> orders) { Add(orders.Select(o => o.New)); return Task.CompletedTask; }
                [OnWindow] public void InWindow(IReadOnlyList<Change<Order>> orders, Window<Sum> window) => Add(orders.Select(o => o.New));
            }

            public abstract class Base : IShardBuffer, IShardState<Sum>
            {
                public static int Made;
                protected Base() => Made++;
                public Sum? State { get; set; }
                public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop) => default;

                protected void Add(IEnumerable<Order> orders)
                {
                    State ??= new();
                    foreach (var order in orders)
                    {
                        State.Total += order.Total;
                        State.Ids.Add(order.Id);
                    }
                }
            }

            public sealed class Scope : IServiceProvider
            {
                public object? GetService(Type type) => type == typeof(Totals) ? new Totals() : null;
            }

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    var calls = new Calls(null!);
                    TotalsDispatcher.AddTo(calls);
                    var shard = calls.Handlers.Values.Select(h => h.Shard).Distinct().Single()!;
                    var instance = shard.Create(new Scope());
                    calls.Instances = new Dictionary<Type, object> { [shard.Type] = instance };
                    var empty = shard.Save!(instance) is null ? "none" : "some";
                    await calls.CallAsync("Totals.One", Calls.Insert("a", 1));
                    await calls.CallBatchAsync("Totals.Many", Calls.Insert("b", 2));
                    await calls.CallWindowAsync(
                        "Totals.InWindow", new WindowCall { Start = default, End = default }, Calls.Insert("c", 3));
                    var saved = $"{SumImage.Read(shard.Save(instance)!)} of {Totals.Made}";
                    shard.Restore!(instance, SumImage.Write(new() { Total = 1, Ids = ["z"] }));
                    var restored = ((Totals)instance).State;
                    shard.Restore(instance, null);
                    return $"{calls.Services.Single().Lifetime}; {shard.FlushInterval} {shard.FlushCount}; "
                        + $"{empty}; {saved}; {restored}; {(((Totals)instance).State is null ? "none" : "some")}";
                }
            }
            """));
}
