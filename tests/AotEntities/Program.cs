using System.Text;
using AotEntities;
using DynamoHandlers;
using DynamoHandlers.Differential.Tests.Entities;

// Each case of the corpus is three lines: the shape and the conversion, an image, and what it is after it was read and
// written again by the same mapper with the JIT.
if (args is not [var corpus])
{
    Console.Error.WriteLine("Usage: AotEntities <corpus>");
    return 2;
}

var shapes = Shapes.All.ToDictionary(static s => s.Name);
var seen = new HashSet<string>();
var faults = TypedChecks.Run().ToList();
var count = 0;
using var lines = new StreamReader(corpus);
while (lines.ReadLine() is { } head)
{
    var (image, expected) = (lines.ReadLine()!, lines.ReadLine()!);
    var (name, conversion) = (head.Split(' ')[0], Enum.Parse<ConversionSchema>(head.Split(' ')[1]));
    seen.Add(name);
    count++;
    try
    {
        var written = shapes[name].Rewrite(Encoding.UTF8.GetBytes(image), conversion);
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
