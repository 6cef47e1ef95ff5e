namespace DynamoHandlers.Generators.Model;

/// <summary>The registration of an assembly's handlers.</summary>
/// <param name="AssemblyName">The assembly.</param>
/// <param name="Dispatchers">Those of its handler classes.</param>
internal sealed record ModuleModel(string AssemblyName, EquatableArray<GeneratedType> Dispatchers);
