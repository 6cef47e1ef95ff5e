namespace DynamoHandlers.Generators.Model;

/// <summary>A type that the generator writes: a mapper or a dispatcher.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPublic">Whether it is public, else internal.</param>
internal sealed record GeneratedType(string Namespace, string Name, bool IsPublic)
{
    /// <summary>The name by which any file can use it.</summary>
    public string FullName => Namespace.Length == 0 ? $"global::{Name}" : $"global::{Namespace}.{Name}";
}
