namespace DynamoHandlers.Mapping.Tests.Entities;

[StreamEntity]
public sealed class Collections
{
    public List<string> Tags { get; set; } = ["initial"];
    public List<string?>? Notes { get; set; }
    public int[] Numbers { get; set; } = [];
    public int?[] Holes { get; set; } = [];
    public List<int> Strict { get; set; } = [];
    public HashSet<Guid> Ids { get; set; } = [];
    public List<byte[]> Blobs { get; set; } = [];
    public Dictionary<string, decimal> Prices { get; set; } = [];
    public Dictionary<string, List<Line[]>> Deep { get; set; } = [];
    public List<List<int>> Nested { get; set; } = [];
    public Line? First { get; set; }
    public Line Last { get; set; } = new() { Sku = "initial" };
    public Point Where { get; set; } = new(1, 1);
    public Point? Maybe { get; set; } = new(1, 1);
    public Node? Tree { get; set; }

    public sealed record Line
    {
        public required string Sku { get; init; }
        public int Quantity { get; init; } = 1;
    }
}

public sealed class Node
{
    public string Name { get; set; } = "";
    public Node? Left { get; set; }
    public List<Node> Children { get; set; } = [];
}
