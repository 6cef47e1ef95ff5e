using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Streams;

namespace DynamoHandlers.Testing.InMemory.Client;

/// <summary>
/// The SDK's own client with another pipeline, so that everything built on the client works on the engine.
/// </summary>
internal sealed class InMemoryClient : AmazonDynamoDBClient
{
    public InMemoryClient(Database database)
        : base(new AnonymousAWSCredentials(), new AmazonDynamoDBConfig
        {
            // Never contacted. A URL instead of a region spares the SDK the search for one.
            ServiceURL = "http://in-memory.invalid",
            AuthenticationRegion = StreamNames.Region,
        })
    {
        // The base constructor has built a pipeline before there was a database to answer from; this one replaces it.
        RuntimePipeline.Dispose();
        RuntimePipeline = new RuntimePipeline(new EngineHandler(database));
    }
}
