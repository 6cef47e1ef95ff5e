namespace Orders;

/// <summary>What the sample prints: lines, and on a terminal below them one line of progress that is kept up to date.</summary>
public sealed class Screen : IDisposable
{
    private const string ClearLine = "\r\e[K";

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private string _progress = "";

    public async Task WriteAsync(string line, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            await Console.Out.WriteLineAsync(_isTerminal ? $"{ClearLine}{line}" : line);
            await ShowProgressAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task SetProgressAsync(string progress, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            _progress = progress;
            await ShowProgressAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task ShowProgressAsync()
    {
        if (_isTerminal)
        {
            await Console.Out.WriteAsync($"{ClearLine}{_progress}");
        }
    }
}
