#if !NET9_0_OR_GREATER
namespace System.Runtime.CompilerServices;

/// <summary>Which overloads C# 13 prefers; .NET 8 lacks the attribute, which the compiler knows by its name.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    /// <summary>The higher, the better.</summary>
    public int Priority { get; } = priority;
}
#endif
