using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing.InMemory.Client;
using DynamoHandlers.Testing.InMemory.Engine;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>
/// The tables as workers meet them: the in-memory database, behind throttling, conflicting transactions and replicas that
/// are behind. Everything is counted.
/// </summary>
internal sealed class TableService(
    Database database, SimulatedFaults faults, LeaseReplicas replicas, RequestCounts counts, SimulationTrace trace, Random random)
{
    private readonly RequestRouter _router = new(database);
    private readonly RequestCost _cost = new(database);

    /// <summary>What meddles with the requests.</summary>
    public Interception Interception { get; set; } = Interception.None;

    /// <summary>Told after each request which worker's it was, also if it was refused.</summary>
    public Action<string, AmazonWebServiceRequest>? Served { get; set; }

    /// <summary>Told before each request.</summary>
    public Action<string, AmazonWebServiceRequest>? Serving { get; set; }

    public AmazonWebServiceResponse Answer(AmazonWebServiceRequest request, string worker)
    {
        ThrowIfRefused(request);
        Serving?.Invoke(worker, request);
        var before = _cost.Before(request);
        var outcome = "ok";
        try
        {
            var arriving = Interception.Rewrite(request);
            var response = Interception.Answer(arriving) ?? replicas.TryAnswer(arriving) ?? Apply(arriving);
            response.HttpStatusCode = HttpStatusCode.OK;
            Interception.Show(request, response, worker);
            _cost.Count(counts, worker, request, response, before);
            return response;
        }
        catch (AmazonServiceException e)
        {
            outcome = e.ErrorCode;
            _cost.Count(counts, worker, request, null, before);
            throw;
        }
        finally
        {
            trace.Add(worker, RequestText.Operation(request), RequestText.Describe(request, outcome));
            Served?.Invoke(worker, request);
        }
    }

    private AmazonWebServiceResponse Apply(AmazonWebServiceRequest request)
    {
        lock (database.Lock)
        {
            return _router.Answer(request);
        }
    }

    private void ThrowIfRefused(AmazonWebServiceRequest request)
    {
        if (random.NextDouble() < faults.ThrottledRequests)
        {
            throw new ProvisionedThroughputExceededException(
                "The level of configured provisioned throughput for the table was exceeded (simulated).",
                ErrorType.Sender,
                nameof(ProvisionedThroughputExceededException),
                "",
                HttpStatusCode.BadRequest);
        }

        if (random.NextDouble() < faults.DeniedRequests)
        {
            throw new AmazonDynamoDBException(
                "The worker is not authorized to perform this operation (simulated).",
                ErrorType.Sender,
                "AccessDeniedException",
                "",
                HttpStatusCode.BadRequest);
        }

        if (request is TransactWriteItemsRequest or UpdateItemRequest or PutItemRequest or DeleteItemRequest
            && random.NextDouble() < faults.TransactionConflicts)
        {
            throw Conflict(request);
        }
    }

    private static AmazonDynamoDBException Conflict(AmazonWebServiceRequest request)
    {
        const string Message = "Transaction is ongoing for the item (simulated)";
        return request is TransactWriteItemsRequest transaction
            ? new TransactionCanceledException(
                Message, ErrorType.Sender, nameof(TransactionCanceledException), "", HttpStatusCode.BadRequest)
            {
                CancellationReasons = transaction.TransactItems.ConvertAll(item => new CancellationReason
                {
                    Code = item == transaction.TransactItems[0] ? "TransactionConflict" : "None",
                }),
            }
            : new TransactionConflictException(
                Message, ErrorType.Sender, nameof(TransactionConflictException), "", HttpStatusCode.BadRequest);
    }
}
