using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DynamoHandlers.Wire.Aws;

/// <summary>Makes the HTTP request that the SDK's pipeline signs and sends.</summary>
internal sealed class StreamsRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (StreamsRequest)input;
        return new DefaultRequest(request, "Amazon.DynamoDBv2")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = request.Content,
            Headers =
            {
                ["X-Amz-Target"] = $"DynamoDBStreams_20120810.{request.Operation}",
                ["Content-Type"] = "application/x-amz-json-1.0",
            },
        };
    }
}
