using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Util;
using DynamoHandlers.Testing.InMemory.Streams;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>One worker's client of the tables: the SDK's own, with the network in place of its pipeline. It never retries.</summary>
internal sealed class NetworkTables : AmazonDynamoDBClient
{
    public NetworkTables(WorkerLink link, TableService service)
        : base(new AnonymousAWSCredentials(), new AmazonDynamoDBConfig
        {
            // Never contacted. A URL instead of a region spares the SDK the search for one.
            ServiceURL = "http://simulated.invalid",
            AuthenticationRegion = StreamNames.Region,
        })
    {
        RuntimePipeline.Dispose();
        RuntimePipeline = new RuntimePipeline(new SendHandler(link, service));
    }

    private sealed class SendHandler(WorkerLink link, TableService service) : IPipelineHandler
    {
        public ILogger Logger { get; set; } = null!;

        public IPipelineHandler InnerHandler { get; set; } = null!;

        public IPipelineHandler OuterHandler { get; set; } = null!;

        public void InvokeSync(IExecutionContext executionContext) =>
            throw new NotSupportedException("A simulation does not block. Call the asynchronous method.");

        public async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
            where T : AmazonWebServiceResponse, new()
        {
            var context = executionContext.RequestContext;
            var response = await link.SendAsync(
                () => (T)service.Answer(context.OriginalRequest, link.Worker), context.CancellationToken).ConfigureAwait(false);
            executionContext.ResponseContext.Response = response;
            return response;
        }
    }
}
