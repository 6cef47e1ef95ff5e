using System.Diagnostics.Metrics;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>The sum of what the workers measure by one of their instruments while it is watched.</summary>
internal sealed class MetricSum : IDisposable
{
    private readonly MeterListener _listener = new();

    public MetricSum(string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == WorkerMeter.Name && instrument.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, delta, _, _) =>
        {
            Now += delta;
            Max = Math.Max(Max, Now);
        });
        _listener.Start();
    }

    public long Now { get; private set; }

    public long Max { get; private set; }

    public void Dispose() => _listener.Dispose();
}
