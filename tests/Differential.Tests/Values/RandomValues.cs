using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Values;

/// <summary>Makes objects of any type whose members have values as chance has it, often extreme ones.</summary>
internal sealed class RandomValues(int seed)
{
    private const int MaxDepth = 4;

    private readonly Random _random = new(seed);
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>Makes an object.</summary>
    public T Make<T>() => (T)Object(typeof(T), depth: 0);

    private object? Value(Type type, NullabilityInfo? nullability, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return _random.Next(4) == 0 ? null : Value(underlying, null, depth);
        }

        var mayBeNull = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType;
        if (mayBeNull && (depth >= MaxDepth || _random.Next(4) == 0))
        {
            return null;
        }

        return Scalars.TryMake(type, _random, out var scalar)
            ? scalar
            : Collection(type, nullability, depth) ?? Object(type, depth + 1);
    }

    private object? Collection(Type type, NullabilityInfo? nullability, int depth)
    {
        if (type.IsArray)
        {
            var elements = Elements(type.GetElementType()!, nullability?.ElementType, depth);
            var array = Array.CreateInstance(type.GetElementType()!, elements.Count);
            elements.CopyTo(array, 0);
            return array;
        }

        if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type))
        {
            return null;
        }

        var arguments = type.GetGenericArguments();
        return arguments.Length == 2
            ? CollectionTypes.Make(type, Pairs(arguments, nullability?.GenericTypeArguments[1], depth))
            : CollectionTypes.Make(type, Elements(arguments[0], nullability?.GenericTypeArguments[0], depth));
    }

    private IList Elements(Type type, NullabilityInfo? nullability, int depth)
    {
        var elements = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        for (var count = Count(depth); count > 0; count--)
        {
            elements.Add(Value(type, nullability, depth + 1));
        }

        return elements;
    }

    private IDictionary Pairs(Type[] types, NullabilityInfo? nullability, int depth)
    {
        var pairs = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(types))!;
        for (var count = Count(depth); count > 0; count--)
        {
            pairs[Value(types[0], null, depth + 1)!] = Value(types[1], nullability, depth + 1);
        }

        return pairs;
    }

    private int Count(int depth) => depth >= MaxDepth ? 0 : _random.Next(4);

    private object Object(Type declared, int depth)
    {
        var type = DerivedType(declared);
        var constructor = Constructor(type);
        var parameters = constructor?.GetParameters() ?? [];
        var made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. parameters.Select(p => Argument(type, p, depth))]);
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            // A setter of a base type is seen only from there.
            var inherited = property.DeclaringType!.GetProperty(property.Name, property.PropertyType)!;
            var isBound = parameters.Any(p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (inherited.SetMethod is not null && !isBound && IsChosen(property))
            {
                inherited.SetValue(made, Property(property, depth));
            }
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            if (IsChosen(field))
            {
                field.SetValue(made, Value(field.FieldType, _nullability.Create(field), depth));
            }
        }

        return made;
    }

    // One of those that the annotations name, or the type itself.
    private Type DerivedType(Type type)
    {
        var derived = type.GetCustomAttributes<DynamoDBPolymorphicTypeAttribute>(inherit: false).Select(static a => a.DerivedType).ToList();
        return derived.Count == 0 || (!type.IsAbstract && _random.Next(3) == 0) ? type : derived[_random.Next(derived.Count)];
    }

    private object? Argument(Type type, ParameterInfo parameter, int depth) =>
        type.GetProperty(parameter.Name!, BindingFlags.IgnoreCase | BindingFlags.Instance | BindingFlags.Public) is { } property
            ? Property(property, depth)
            : Value(parameter.ParameterType, _nullability.Create(parameter), depth);

    // Keys are never empty nor long.
    private object? Property(PropertyInfo property, int depth) =>
        property.PropertyType == typeof(string) && property.GetCustomAttributes().Any(IsKey)
            ? $"key {_random.Next()}"
            : Value(property.PropertyType, _nullability.Create(property), depth);

    private static bool IsKey(System.Attribute attribute) => attribute.GetType() == typeof(DynamoDBHashKeyAttribute);

    // Now and then the initial value stays.
    private bool IsChosen(MemberInfo member) => member.Name != "Ignored" && (
        member.GetCustomAttributes().Any(static a => a is RequiredMemberAttribute || IsKey(a)) || _random.Next(8) > 0);

    private static ConstructorInfo? Constructor(Type type)
    {
        var all = type.GetConstructors();
        return all.FirstOrDefault(static c => c.IsDefined(typeof(DynamoDBConstructorAttribute)))
            ?? all.FirstOrDefault(static c => c.GetParameters().Length == 0)
            ?? all.SingleOrDefault();
    }
}
