using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

[assembly: AssemblyFixture(typeof(DynamoHandlers.DynamoDbLocal.Tests.DynamoDbLocalServer))]

namespace DynamoHandlers.DynamoDbLocal.Tests;

/// <summary>
/// Amazon's DynamoDB Local for the tests of this assembly, or the endpoint that DYNAMODB_ENDPOINT names.
/// </summary>
public sealed class DynamoDbLocalServer : IAsyncLifetime
{
    private readonly ConcurrentQueue<string?> _output = new();
    private Process? _process;

    public string Endpoint { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("DYNAMODB_ENDPOINT") is { Length: > 0 } endpoint)
        {
            Endpoint = endpoint;
        }
        else
        {
            var port = FreePort();
            Endpoint = $"http://localhost:{port}";
            _process = Start(port);
        }

        await WaitUntilItAnswersAsync();
    }

    public AmazonDynamoDBClient CreateClient() => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = Endpoint, AuthenticationRegion = "us-east-1" });

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    private Process Start(int port)
    {
        var script = Path.Combine(RepositoryRoot(), "eng", "dynamodb-local.sh");
        var start = new ProcessStartInfo("bash", [script, "start", $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{script} did not start.");
        process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data);
        process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task WaitUntilItAnswersAsync()
    {
        using var client = CreateClient();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.ListTablesAsync();
                return;
            }
            catch (Exception e) when (e is HttpRequestException or AmazonServiceException)
            {
                if (_process is { HasExited: true } || attempt == 60)
                {
                    throw new InvalidOperationException(
                        $"DynamoDB Local does not answer at {Endpoint}. It wrote: {string.Join('\n', _output)}", e);
                }

                await Task.Delay(500);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Handlers.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No Handlers.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
