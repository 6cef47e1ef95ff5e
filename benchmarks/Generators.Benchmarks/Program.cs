using DynamoHandlers.Generators.Benchmarks;

// Usage: [rounds], 25 by default. Prints a line for each scenario.
var rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 25;
var project = new ShopProject(entities: 200, handlersPerEntity: 2);
Console.WriteLine($"{project.Entities} entities with {project.Handlers} handlers, {rounds} rounds after 5 of warm-up:");
Console.WriteLine(Measurement.Header);
foreach (var scenario in Scenario.All)
{
    Console.WriteLine(Measurement.Of(scenario, project, rounds));
}
