using System.Text;
using AotEntities;
using DynamoHandlers;
using DynamoHandlers.Differential.Tests.Entities;

// Each case of the corpus is three lines: the shape, the conversion, and whether the image differs from itself and from
// the one before by the same diff with the JIT; the image; and what it is after it was read and written again likewise.
if (args is not [var corpus])
{
    Console.Error.WriteLine("Usage: AotEntities <corpus>");
    return 2;
}

var shapes = Shapes.All.ToDictionary(static s => s.Name);
var seen = new HashSet<string>();
var faults = TypedChecks.Run().ToList();
var count = 0;
byte[] previous = [];
using var lines = new StreamReader(corpus);
while (lines.ReadLine() is { } head)
{
    var (image, expected) = (lines.ReadLine()!, lines.ReadLine()!);
    var (name, conversion) = (head.Split(' ')[0], Enum.Parse<ConversionSchema>(head.Split(' ')[1]));
    var bytes = Encoding.UTF8.GetBytes(image);
    var before = seen.Add(name) ? bytes : previous;
    previous = bytes;
    count++;
    try
    {
        var differs = $"{shapes[name].Differ(bytes, bytes)} {shapes[name].Differ(before, bytes)}";
        if (!head.EndsWith(differs, StringComparison.Ordinal))
        {
            faults.Add($"{head}: the diffs say {differs}: {Encoding.UTF8.GetString(before)} became {image}");
        }

        var written = shapes[name].Rewrite(bytes, conversion);
        if (Images.Difference(Encoding.UTF8.GetBytes(expected), written) is { } difference)
        {
            faults.Add($"{head}: {difference}: {image} became {Encoding.UTF8.GetString(written)}, not {expected}");
        }
    }
    catch (Exception e)
    {
        faults.Add($"{head}: {image}: {e}");
    }
}

foreach (var fault in faults.Take(10))
{
    Console.Error.WriteLine(fault);
}

Console.WriteLine($"{seen.Count} shapes, {count} images, {TypedChecks.Count} typed checks, {faults.Count} faults.");
return faults.Count == 0 ? 0 : 1;
