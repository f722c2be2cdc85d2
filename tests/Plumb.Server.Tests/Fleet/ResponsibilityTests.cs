using Plumb.Server.Fleet;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
using Plumb.Server.Tests.Explain;

namespace Plumb.Server.Tests.Fleet;

public sealed class ResponsibilityTests
{
    private static readonly Stack Web = ExplainSamples.Web;

    private static readonly Agent Edge = new()
    {
        Id = "0195-edge",
        Name = "edge",
        Drivers = ["compose"],
        Labels = [],
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal),
        Targets = new HashSet<string>(StringComparer.Ordinal),
        Subscriptions = new HashSet<string>(StringComparer.Ordinal) { Web.Publisher.Id },
    };

    private static readonly Agent Tied = Edge with { Targets = new HashSet<string>(StringComparer.Ordinal) { Web.Id } };

    [Fact]
    public void An_agent_that_nothing_ties_is_not_responsible() => Assert.False(Responsibility.Holds(Edge, Web));

    [Fact]
    public void A_target_ties() => Assert.True(Responsibility.Holds(Tied, Web));

    [Fact]
    public void A_source_that_names_the_agent_ties() =>
        Assert.True(Responsibility.Holds(Edge, Web with { Publisher = Web.Publisher with { Spec = Web.Publisher.Spec! with { Agent = "edge" } } }));

    [Fact]
    public void A_shared_label_ties_case_and_all()
    {
        Assert.True(Responsibility.Holds(Edge with { Labels = ["prod", "eu"] }, Web with { Labels = ["us", "eu"] }));
        Assert.False(Responsibility.Holds(Edge with { Labels = ["EU"] }, Web with { Labels = ["eu"] }));
    }

    [Fact]
    public void A_shared_annotation_ties_by_key_and_value()
    {
        var eu = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = "eu" };
        var us = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = "us" };
        Assert.True(Responsibility.Holds(Edge with { Annotations = eu }, Web with { Annotations = eu }));
        Assert.False(Responsibility.Holds(Edge with { Annotations = us }, Web with { Annotations = eu }));
    }

    [Fact]
    public void A_selector_ties() => Assert.True(Responsibility.Holds(Edge with { Labels = ["gpu"] }, Web with { Selector = "gpu,!spot" }));

    [Fact]
    public void Nothing_reaches_an_agent_that_did_not_subscribe()
    {
        var stranger = Tied with { Subscriptions = new HashSet<string>(StringComparer.Ordinal), Labels = ["eu"] };
        Assert.False(Responsibility.Holds(stranger, Web with { Labels = ["eu"], Selector = "eu" }));
        Assert.True(Responsibility.Holds(stranger, Web with { Labels = ["eu"], Publisher = Web.Publisher with { Kind = Publisher.SystemKind } }));
    }

    [Fact]
    public void An_agent_without_the_driver_is_not_responsible() => Assert.False(Responsibility.Holds(Tied, Web with { Driver = "kubernetes" }));
}
