namespace PageViews;

/// <summary>Prints lines, one at a time. Thread-safe.</summary>
/// <param name="output">Where to; must be thread-safe.</param>
public sealed class Screen(TextWriter output)
{
    public Task WriteAsync(string line, CancellationToken stop) => output.WriteLineAsync(line.AsMemory(), stop);
}
