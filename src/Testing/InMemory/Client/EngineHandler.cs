using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Util;
using DynamoHandlers.Testing.InMemory.Engine;

namespace DynamoHandlers.Testing.InMemory.Client;

/// <summary>
/// The whole of the in-memory client's pipeline: answers typed requests from the engine, at once and on the caller's
/// thread. There is nothing below it: no marshalling, signing, retries or network.
/// </summary>
internal sealed class EngineHandler(Database database) : IPipelineHandler
{
    private readonly RequestRouter _router = new(database);
    private long _requests;

    public ILogger Logger { get; set; } = null!;

    public IPipelineHandler InnerHandler { get; set; } = null!;

    public IPipelineHandler OuterHandler { get; set; } = null!;

    public void InvokeSync(IExecutionContext executionContext) =>
        executionContext.ResponseContext.Response = Answer(executionContext.RequestContext);

    public Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        where T : AmazonWebServiceResponse, new()
    {
        var request = executionContext.RequestContext;
        if (request.CancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(request.CancellationToken);
        }

        try
        {
            var response = (T)Answer(request);
            executionContext.ResponseContext.Response = response;
            return Task.FromResult(response);
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    private AmazonWebServiceResponse Answer(IRequestContext context)
    {
        var id = $"{Interlocked.Increment(ref _requests):D12}";
        try
        {
            AmazonWebServiceResponse response;
            lock (database.Lock)
            {
                response = _router.Answer(context.OriginalRequest);
            }

            response.ResponseMetadata = new ResponseMetadata { RequestId = id };
            response.HttpStatusCode = HttpStatusCode.OK;
            return response;
        }
        catch (AmazonServiceException e)
        {
            e.RequestId = id;
            throw;
        }
    }
}
