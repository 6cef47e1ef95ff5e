using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing;
using DynamoHandlers.Testing.Simulation.Network;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>
/// Holds back single requests to the tables, loses their answers, and shows workers what is no longer so: what random
/// faults do now and then, at the very moment that a test is about.
/// </summary>
internal sealed class Meddling : Interception
{
    private readonly SimulatedCluster _cluster;
    private readonly List<AmazonWebServiceRequest> _held = [];

    public Meddling(SimulatedCluster cluster)
    {
        _cluster = cluster;
        cluster.Core.Interception = this;
    }

    /// <summary>Which requests do not arrive until <see cref="Release"/>; their senders hear at once that they failed.</summary>
    public Func<AmazonWebServiceRequest, bool> Holds { get; set; } = static _ => false;

    /// <summary>Which requests never arrive; their senders hear at once that they failed.</summary>
    public Func<AmazonWebServiceRequest, bool> Loses { get; set; } = static _ => false;

    /// <summary>Which requests are carried out and their senders hear that they failed.</summary>
    public Func<AmazonWebServiceRequest, bool> LosesAnswers { get; set; } = static _ => false;

    /// <summary>Told of each request that is about to be carried out.</summary>
    public Action<AmazonWebServiceRequest> Arriving { get; set; } = static _ => { };

    /// <summary>Changes what a worker sees.</summary>
    public Action<AmazonWebServiceResponse, string> Shows { get; set; } = static (_, _) => { };

    /// <summary>What senders hear: by default that the connection broke, upon which they send again.</summary>
    public Func<Exception> Failure { get; set; } = static () => new HttpRequestException("The connection was broken (simulated).");

    /// <summary>The requests that are held back.</summary>
    public IReadOnlyList<AmazonWebServiceRequest> Requests => _held;

    /// <summary>How many requests are held back.</summary>
    public int Held => _held.Count;

    /// <summary>A refusal that nobody sends again after, as of somebody between worker and service.</summary>
    public static Exception Refusal() => new AmazonServiceException(
        "Refused on the way (simulated).", ErrorType.Sender, "AccessDeniedException", "", System.Net.HttpStatusCode.Forbidden);

    /// <summary>Lets the requests arrive that were held back.</summary>
    /// <returns>How many of them had any effect: the others' conditions did not hold any more.</returns>
    public int Release()
    {
        Holds = Loses = static _ => false;
        var effective = 0;
        foreach (var request in _held)
        {
            try
            {
                _cluster.Core.Tables.Answer(request, "");
                effective++;
            }
            catch (AmazonServiceException e) when (e is ConditionalCheckFailedException or TransactionCanceledException)
            {
                // Refused, as it should be.
            }
        }

        _held.Clear();
        return effective;
    }

    public override AmazonWebServiceResponse? Answer(AmazonWebServiceRequest request)
    {
        if (Holds(request))
        {
            _held.Add(request);
            throw Failure();
        }

        if (Loses(request))
        {
            throw Failure();
        }

        Arriving(request);
        return null;
    }

    public override void Show(AmazonWebServiceRequest request, AmazonWebServiceResponse response, string worker)
    {
        Shows(response, worker);
        if (LosesAnswers(request))
        {
            throw Failure();
        }
    }
}

/// <summary>Which request of the lease protocol it is.</summary>
internal static class Requests
{
    public static bool IsHeartbeat(this AmazonWebServiceRequest request, string? worker = null) =>
        request is UpdateItemRequest { UpdateExpression: "SET #hb = :hb" } update
        && (worker is null || update.Key["sk"].S.StartsWith(worker + "#", StringComparison.Ordinal));

    public static bool IsBurial(this AmazonWebServiceRequest request) => request is UpdateItemRequest update
        && update.UpdateExpression == "SET #st = :dead" && update.ConditionExpression.Contains("#hb", StringComparison.Ordinal);

    public static bool IsTake(this AmazonWebServiceRequest request) => IsUpdate(request, "SET #owner = :me, #ep = :next");

    public static bool IsHandover(this AmazonWebServiceRequest request) => IsUpdate(request, "SET #cp = :new, #owner = :to");

    /// <summary>A checkpoint, and nothing else with it.</summary>
    public static bool IsCheckpoint(this AmazonWebServiceRequest request) => IsUpdate(request, "SET #cp = :new")
        && !((UpdateItemRequest)request).UpdateExpression.Contains("#owner", StringComparison.Ordinal)
        && !((UpdateItemRequest)request).UpdateExpression.Contains("#st", StringComparison.Ordinal);

    /// <summary>A notice that a lease was handed to a worker.</summary>
    public static bool IsNotice(this AmazonWebServiceRequest request) => IsUpdate(request, "ADD #keys");

    private static bool IsUpdate(AmazonWebServiceRequest request, string expression) =>
        request is UpdateItemRequest update && update.UpdateExpression.StartsWith(expression, StringComparison.Ordinal);
}
