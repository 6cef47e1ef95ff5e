using DynamoHandlers.Generators.Emitting;

namespace DynamoHandlers.Generators.Tests.Emitting;

public sealed class AssemblyNamesTests
{
    [Theory]
    [InlineData("Acme.Orders", "AddAcmeOrdersHandlers", "Acme_OrdersHandlersExtensions")]
    [InlineData("acme-billing.v2", "AddAcmeBillingV2Handlers", "acme_x2d_billing_v2HandlersExtensions")]
    [InlineData("1st.App", "Add1stAppHandlers", "_1st_AppHandlersExtensions")]
    [InlineData("class", "AddClassHandlers", "classHandlersExtensions")]
    [InlineData("Acme.Orders.Handlers", "AddAcmeOrdersHandlers", "Acme_Orders_HandlersHandlersExtensions")]
    [InlineData("Größe", "AddGrößeHandlers", "GrößeHandlersExtensions")]
    [InlineData("Acme_Orders", "AddAcme_OrdersHandlers", "Acme_x5f_OrdersHandlersExtensions")]
    public void The_registration_is_called_after_the_assembly(string assembly, string method, string type)
    {
        Assert.Equal(method, AssemblyNames.ToMethod(assembly));
        Assert.Equal(type, AssemblyNames.ToExtensionsClass(assembly));
    }
}
