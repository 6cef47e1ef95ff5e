using System.Globalization;
using System.Runtime.InteropServices;

namespace DynamoHandlers.Testing.Simulation;

/// <summary>
/// What happened in a simulation: a hash over everything, by which two runs are compared, and the last events for whoever
/// has to find out why one failed. Texts are made only when somebody looks.
/// </summary>
internal sealed class SimulationTrace(TimeProvider clock)
{
    private const int Kept = 200;

    // FNV-1a, 64 bits, over characters instead of octets.
    private const ulong Prime = 1099511628211UL;

    private readonly Event[] _last = new Event[Kept];
    private readonly long _start = clock.GetTimestamp();
    private long _count;

    /// <summary>Told of every event as it happens; null for nobody.</summary>
    public Action<string>? Sink { get; set; }

    /// <summary>A hash over all events.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037UL;

    public void Add(string who, string what, string detail = "", long number = 0)
    {
        var happened = new Event(clock.GetTimestamp() - _start, who, what, detail, number);
        _last[_count++ % Kept] = happened;
        Mix((ulong)happened.Ticks);
        Mix(who);
        Mix(what);
        Mix(detail);
        Mix((ulong)number);
        Sink?.Invoke(happened.ToString());
    }

    /// <summary>The last events, oldest first.</summary>
    public IEnumerable<string> Last(int count)
    {
        for (var i = Math.Max(0, _count - Math.Min(count, Kept)); i < _count; i++)
        {
            yield return _last[i % Kept].ToString();
        }
    }

    private void Mix(ulong value) => Hash = (Hash ^ value) * Prime;

    private void Mix(string text)
    {
        var hash = Hash;
        foreach (var unit in MemoryMarshal.Cast<char, ushort>(text.AsSpan()))
        {
            hash = (hash ^ unit) * Prime;
        }

        Hash = hash;
    }

    private readonly record struct Event(long Ticks, string Who, string What, string Detail, long Number)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Ticks / (double)TimeSpan.TicksPerSecond,10:F4} {Who,-12} {What} {Detail}{(Number == 0 ? "" : $" {Number}")}");
    }
}
