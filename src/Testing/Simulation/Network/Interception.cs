using Amazon.Runtime;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>
/// Meddles with requests to the tables on their way, without the worker's knowing: so rules of the protocol that are
/// conditions of writes are left out, to see whether that is noticed.
/// </summary>
internal abstract class Interception
{
    /// <summary>Changes nothing.</summary>
    public static Interception None { get; } = new Nothing();

    /// <summary>What reaches the table instead of a request; the request itself stays as it is.</summary>
    public virtual AmazonWebServiceRequest Rewrite(AmazonWebServiceRequest request) => request;

    /// <summary>An answer in the table's stead, which then never sees the request; null to let it pass.</summary>
    public virtual AmazonWebServiceResponse? Answer(AmazonWebServiceRequest request) => null;

    /// <summary>Changes what a worker gets to see.</summary>
    public virtual void Show(AmazonWebServiceRequest request, AmazonWebServiceResponse response, string worker)
    {
    }

    private sealed class Nothing : Interception;
}
