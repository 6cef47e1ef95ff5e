namespace DynamoHandlers.Generators.Model;

/// <summary>How a type is written in generated code.</summary>
/// <param name="Annotated">With the annotations of nullable reference types, for declarations.</param>
/// <param name="Plain">Without, as <c>typeof</c> wants it.</param>
/// <param name="IsValueType">Whether it is a value type, <c>Nullable&lt;T&gt;</c> included.</param>
/// <param name="AllowsNull">Whether null is a value of it; so for all reference types without annotations.</param>
internal sealed record TypeName(string Annotated, string Plain, bool IsValueType, bool AllowsNull);
