using Amazon.DynamoDBv2.Endpoints;
using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace DynamoHandlers.Wire.Aws;

/// <summary>
/// Sends requests to the streams service beside the tables' endpoint that the SDK found out from the configuration:
/// <c>dynamodb.eu-west-1.amazonaws.com</c> becomes <c>streams.dynamodb.eu-west-1.amazonaws.com</c>.
/// </summary>
internal sealed class StreamsEndpointResolver : AmazonDynamoDBEndpointResolver
{
    /// <summary>
    /// The host of the streams service for a host of the tables' service, as the endpoint rules of DynamoDB Streams
    /// have it: with another separator where the endpoint is dual-stack. A host that is not AWS's own, such as that of
    /// DynamoDB Local or of a private link, serves both or was chosen by the user, and stays.
    /// </summary>
    public static string HostFor(string tablesHost)
    {
        var labels = tablesHost.Split('.', 3);
        if (labels.Length < 3 || labels[0] is not ("dynamodb" or "dynamodb-fips"))
        {
            return tablesHost;
        }

        var partition = Fn.Partition(labels[1]);
        if (labels[2] == partition?.dualStackDnsSuffix)
        {
            return $"streams-{tablesHost}";
        }

        return labels[2] == partition?.dnsSuffix ? $"streams.{tablesHost}" : tablesHost;
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var parameters = base.MapEndpointsParameters(requestContext);
        if (parameters is DynamoDBEndpointParameters tables)
        {
            tables.AccountIdEndpointMode = "disabled"; // Only the tables' service has endpoints by account.
        }

        return parameters;
    }

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
        base.ServiceSpecificHandler(executionContext, parameters);
        var request = executionContext.RequestContext.Request;
        request.Endpoint = new UriBuilder(request.Endpoint) { Host = HostFor(request.Endpoint.Host) }.Uri;
    }
}
