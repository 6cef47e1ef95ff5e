namespace DynamoHandlers;

/// <summary>How attribute names are made of property names, where no attribute names the property.</summary>
public enum NamingPolicy
{
    /// <summary>The name as it is written in C#.</summary>
    AsWritten,

    /// <summary><c>OrderId</c> gives <c>orderId</c>, <c>URLValue</c> gives <c>urlValue</c>.</summary>
    CamelCase,

    /// <summary><c>orderId</c> gives <c>OrderId</c>.</summary>
    PascalCase,

    /// <summary><c>OrderId</c> gives <c>order_id</c>.</summary>
    SnakeCase,

    /// <summary><c>OrderId</c> gives <c>order-id</c>.</summary>
    KebabCase,
}
