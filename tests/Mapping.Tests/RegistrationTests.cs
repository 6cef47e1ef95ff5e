using System.Text;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Mapping.Tests.Entities;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Mapping.Tests;

public sealed class RegistrationTests
{
    private readonly Recorder _builder = new();

    [Fact]
    public void The_generated_method_adds_every_handler_once_and_by_a_name_of_its_own()
    {
        Assert.Same(_builder, _builder.AddDynamoHandlersMappingTestsHandlers());

        var annotations = typeof(Handlers).GetMethods()
            .Sum(static m => m.GetCustomAttributesData().Count(static a =>
                a.AttributeType.Namespace == "DynamoHandlers"
                && a.AttributeType.Name.StartsWith("On", StringComparison.Ordinal)));
        Assert.True(annotations >= 17);
        Assert.Equal(annotations, _builder.Handlers.Count);
        Assert.Equal(annotations, _builder.Handlers.Select(static h => h.Name).Distinct().Count());
        Assert.Equal("DynamoHandlers.Mapping.Tests.Handlers.On", _builder.Handlers[0].Name);
        Assert.Equal("DynamoHandlers.Mapping.Tests.Handlers.On#14", _builder.Handlers[13].Name);
    }

    [Fact]
    public void The_class_is_registered_with_its_lifetime()
    {
        _builder.AddDynamoHandlersMappingTestsHandlers();

        var service = Assert.Single(_builder.Services);
        Assert.Equal((typeof(Handlers), ServiceLifetime.Transient), (service.ServiceType, service.Lifetime));
    }

    [Fact]
    public void Descriptors_say_what_the_annotations_say()
    {
        _builder.AddDynamoHandlersMappingTestsHandlers();

        var modified = Of(typeof(Scalars), ChangeKinds.Modify);
        Assert.Equal(("Scalars", ImageNeeds.Old | ImageNeeds.New), (modified.Table, modified.Needs));
        Assert.NotNull(modified.Filter);
        var inserted = Of(typeof(Scalars), ChangeKinds.Insert);
        Assert.Equal(ImageNeeds.New, inserted.Needs);
        Assert.Null(inserted.Filter);
        var expired = Of(typeof(Parcel), ChangeKinds.Remove);
        Assert.Equal(
            ("Parcels", ImageNeeds.Old, RemoveCause.TimeToLive), (expired.Table, expired.Needs, expired.Cause));
        Assert.Equal(ImageNeeds.None, Of(typeof(Money), ChangeKinds.All).Needs);
        Assert.Equal(ImageNeeds.Old | ImageNeeds.New, Of(typeof(Ledger), ChangeKinds.All).Needs);
    }

    [Theory]
    [InlineData("""{"I32":{"N":"1"}}""", """{"I32":{"N":"1.0"}}""", false)]
    [InlineData("""{"I32":{"N":"1"}}""", """{"I32":{"N":"2"}}""", true)]
    [InlineData("""{"I32":{"N":"1"}}""", """{"I32":{"N":"1"},"ttl":{"N":"5"}}""", true)]
    [InlineData("""{"I32":{"N":"1"}}""", """{"I32":{"N":"1"},"Expires":{"N":"5"}}""", false)]
    public void A_filter_compares_the_attributes_of_the_named_properties(string old, string @new, bool wanted)
    {
        _builder.AddDynamoHandlersMappingTestsHandlers();
        using var page = RecordPage.Parse(Encoding.UTF8.GetBytes(
            $$$"""
            {"Records":[{"eventID":"e","eventName":"MODIFY",
             "dynamodb":{"SequenceNumber":"1","Keys":{},"OldImage":{{{old}}},"NewImage":{{{@new}}} } }]}
            """));

        Assert.Equal(wanted, Of(typeof(Scalars), ChangeKinds.Modify).Filter!(page[0]));
    }

    private HandlerDescriptor Of(Type entity, ChangeKinds kinds) =>
        _builder.Handlers.Single(h => h.Entity == entity && h.Kinds == kinds);

    private sealed class Recorder : IDynamoHandlersBuilder
    {
        public List<HandlerDescriptor> Handlers { get; } = [];

        public IServiceCollection Services { get; } = new ServiceCollection();

        public IDynamoHandlersBuilder AddHandler(HandlerDescriptor handler)
        {
            if (handler.Name.StartsWith(typeof(Handlers).FullName!, StringComparison.Ordinal))
            {
                Handlers.Add(handler);
            }

            return this;
        }
    }
}
