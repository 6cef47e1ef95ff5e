using System.Reflection;

namespace DynamoHandlers.Generators.Tests.Support;

/// <summary>A program with what was generated for it, loaded: generated code that is called, not looked at.</summary>
internal static class CompiledProgram
{
    // Sees what is internal in the runtime, as whoever makes calls of handlers must.
    private const string AssemblyName = "DynamoHandlers.Runtime.Tests";

    private const string Calls = """"
        using System.Text;
        using DynamoHandlers.Dispatching;
        using DynamoHandlers.Dispatching.States;
        using DynamoHandlers.Wire;
        using Microsoft.Extensions.DependencyInjection;

        /// <summary>Calls handlers with records.</summary>
        public sealed class Calls(IServiceProvider services) : IDynamoHandlersBuilder
        {
            private readonly DeliverySource _source = new("arn", "Orders", "shard", "worker");

            public Dictionary<string, HandlerDescriptor> Handlers { get; } = [];
            public IServiceCollection Services { get; } = new ServiceCollection();
            public IReadOnlyDictionary<Type, object> Instances { set => _source.Instances = value; }
            public ChangeTransaction? Transaction { get; set; }

            public IDynamoHandlersBuilder AddHandler(HandlerDescriptor handler)
            {
                Handlers.Add(handler.Name, handler);
                return this;
            }

            public ValueTask CallAsync(string handler, string record) => Handlers[handler].Invoke!(
                new HandlerCall(Parse(record)[0], _source, 1, services, default, Transaction));

            public ValueTask<BatchResult> CallBatchAsync(string handler, params string[] records) =>
                CallWindowAsync(handler, null, records);

            internal ValueTask<BatchResult> CallWindowAsync(string handler, WindowCall? window, params string[] records)
            {
                var page = Parse(string.Join(",", records));
                var all = Enumerable.Range(0, records.Length).Select(i => page[i]).ToList();
                return Handlers[handler].InvokeBatch!(
                    new BatchCall(all, _source, 1, services, default, Transaction) { WindowCall = window });
            }

            public static string Insert(string id, int total) => """
                {"eventID":"e","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","Keys":{"pk":{"S":"ID"}},
                 "NewImage":{"pk":{"S":"ID"},"Total":{"N":"TOTAL"}}}}
                """.Replace("\"S\":\"ID\"", $"\"S\":\"{id}\"").Replace("TOTAL", total.ToString());

            private static RecordPage Parse(string records) =>
                RecordPage.Parse(Encoding.UTF8.GetBytes("{\"Records\":[" + records + "]}"));
        }
        """";

    /// <summary>Runs <c>Program.RunAsync</c> of the source, which may use <c>Calls</c>.</summary>
    public static async Task<string> RunAsync(string source)
    {
        var run = GeneratorHarness.Run(GeneratorHarness.Compile(AssemblyName, source, Calls));
        Assert.Empty(run.Diagnostics);
        using var stream = new MemoryStream();
        var emitted = run.Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var program = Assembly.Load(stream.ToArray()).GetType("Program")!.GetMethod("RunAsync")!;
        return await (Task<string>)program.Invoke(null, null)!;
    }
}
