using Dapper;
using Plumb.Contracts.Targets;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Deleting;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Reads all facts as of one moment.</summary>
internal static class FactsReader
{
    private sealed record Tie
    {
        public required string AgentId { get; init; }

        public required string OtherId { get; init; }
    }

    private sealed record Mark
    {
        public required string Id { get; init; }

        public required string Key { get; init; }

        public required string Value { get; init; }
    }

    private sealed record BreakerRow
    {
        public required string Id { get; init; }

        public required string AgentId { get; init; }

        public required string World { get; init; }

        public long Open { get; init; }

        public required string By { get; init; }

        public long At { get; init; }
    }

    private sealed record RemovalRow
    {
        public required string AgentId { get; init; }

        public required string StackId { get; init; }

        public required string By { get; init; }

        public long At { get; init; }
    }

    /// <summary>Reads in a transaction of its own, so that all of it is of one moment.</summary>
    public static FleetFacts Read(Database database)
    {
        using var connection = database.OpenReader();
        using var transaction = database.BeginReading(connection);
        using var answers = connection.QueryMultiple(Questions, transaction: transaction);
        return Read(answers);
    }

    /// <summary>As this transaction will leave them.</summary>
    public static FleetFacts Read(WriteScope scope)
    {
        using var answers = scope.QueryMany(Questions);
        return Read(answers);
    }

    // In one round trip, of which a database server would else see a dozen for every change. Each is read where it stands in this list.
    private static readonly string Questions = string.Join(
        ";\n",
        "select value from counter where name = 'facts'",
        $"select {PublisherRow.Columns} from publisher where deleted_at is null or exists (select 1 from stack s where s.publisher_id = publisher.id)",
        StackRequestRow.Select,
        MarkerRow.Select,
        DeletionRow.Select,
        Labels("stack"),
        Annotations("stack"),
        StackRow.SelectDesired,
        "select agent_id as AgentId, stack_id as OtherId from target",
        "select agent_id as AgentId, publisher_id as OtherId from subscription",
        Labels("agent"),
        Annotations("agent"),
        $"select {AgentRow.Columns} from agent",
        "select id as Id, agent_id as AgentId, world as World, open as Open, asked_by as \"By\", asked_at as At from breaker_request order by asked_at, id",
        """
        select agent_id as AgentId, stack_id as StackId, asked_by as "By", asked_at as At from removal_acknowledgement
        union all
        select agent_id, stack_id, asked_by, asked_at from stray_removal where asked_at is not null
        order by StackId
        """);

    private static FleetFacts Read(SqlMapper.GridReader answers)
    {
        var revision = answers.ReadSingle<long>();
        var publishers = answers.Read<PublisherRow>().Select(row => row.ToPublisher()).ToDictionary(publisher => publisher.Id, StringComparer.Ordinal);
        var requests = answers.Read<StackRequestRow>().ToLookup(row => row.StackId, row => row.ToRequest(), StringComparer.Ordinal);
        var markers = answers.Read<MarkerRow>().AsList();
        var waiting = markers.ToLookup(row => row.StackId, StringComparer.Ordinal);
        var deletions = answers.Read<DeletionRow>().ToDictionary(row => row.StackId, row => row.ToView(waiting[row.StackId]), StringComparer.Ordinal);
        var (stackLabels, stackAnnotations) = (LabelsOf(answers), AnnotationsOf(answers));
        var stacks = answers.Read<StackRow>().ToDictionary(
            row => row.Id,
            row => row.ToStack(new StackTies(publishers[row.PublisherId], [.. requests[row.Id]], [.. stackLabels[row.Id]], Map(stackAnnotations[row.Id]), deletions.GetValueOrDefault(row.Id))),
            StringComparer.Ordinal);
        var (targets, subscriptions) = (TiesOf(answers), TiesOf(answers));
        var (agentLabels, agentAnnotations) = (LabelsOf(answers), AnnotationsOf(answers));
        var agents = answers.Read<AgentRow>().ToDictionary(
            row => row.Id,
            row => row.ToAgent(new AgentTies(Set(targets[row.Id]), Set(subscriptions[row.Id]), [.. agentLabels[row.Id]], Map(agentAnnotations[row.Id]))),
            StringComparer.Ordinal);
        var breakers = answers.Read<BreakerRow>()
            .ToLookup(row => row.AgentId, row => new BreakerRequest(row.Id, row.World, row.Open != 0, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        var removals = answers.Read<RemovalRow>().ToLookup(row => row.AgentId, row => new RemovalAcknowledgement(row.StackId, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        return new FleetFacts(revision, publishers, stacks, agents, breakers, removals)
        {
            Deletions = markers.ToLookup(row => row.AgentId, row => row.ToMarker(), StringComparer.Ordinal),
        };
    }

    /// <summary>One agent as this transaction leaves it; null: there is none.</summary>
    public static Agent? ReadAgent(WriteScope scope, string id) => scope.Single<AgentRow>($"select {AgentRow.Columns} from agent where id = @id", new { id })?.ToAgent(new AgentTies(
        Set(scope.Query<string>("select stack_id from target where agent_id = @id", new { id })),
        Set(scope.Query<string>("select publisher_id from subscription where agent_id = @id", new { id })),
        scope.Query<string>("select label from agent_label where agent_id = @id order by label", new { id }),
        Map(scope.Query<Mark>("select agent_id as Id, key as Key, value as Value from agent_annotation where agent_id = @id", new { id }))));

    private static string Labels(string of) => $"select {of}_id as Id, label as Key, '' as Value from {of}_label order by label";

    private static string Annotations(string of) => $"select {of}_id as Id, key as Key, value as Value from {of}_annotation order by key";

    private static ILookup<string, string> LabelsOf(SqlMapper.GridReader answers) => answers.Read<Mark>().ToLookup(mark => mark.Id, mark => mark.Key, StringComparer.Ordinal);

    private static ILookup<string, Mark> AnnotationsOf(SqlMapper.GridReader answers) => answers.Read<Mark>().ToLookup(mark => mark.Id, StringComparer.Ordinal);

    private static ILookup<string, string> TiesOf(SqlMapper.GridReader answers) => answers.Read<Tie>().ToLookup(tie => tie.AgentId, tie => tie.OtherId, StringComparer.Ordinal);

    private static Dictionary<string, string> Map(IEnumerable<Mark> marks) => marks.ToDictionary(mark => mark.Key, mark => mark.Value, StringComparer.Ordinal);

    private static HashSet<string> Set(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);
}
