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

    // In one round trip, of which a database server would else see a dozen for every change. Each is read where it stands in this list.
    private static readonly string All = string.Join(
        ";\n",
        [
            "select value from counter where name = 'facts'",
            $"select {PublisherRow.Columns} from publisher where deleted_at is null or exists (select 1 from stack s where s.publisher_id = publisher.id)",
            .. Questions(_ => "1 = 1", _ => "1 = 1"),
        ]);

    private static readonly string Some = string.Join(";\n", Questions(column => $"{column} in @stacks", column => $"{column} in @agents"));

    /// <summary>Reads in a transaction of its own, so that all of it is of one moment.</summary>
    public static FleetFacts Read(Database database)
    {
        using var connection = database.OpenReader();
        using var transaction = database.BeginReading(connection);
        using var answers = connection.QueryMultiple(All, transaction: transaction);
        return Read(answers);
    }

    /// <summary>As this transaction will leave them.</summary>
    public static FleetFacts Read(WriteScope scope)
    {
        using var answers = scope.QueryMany(All);
        return Read(answers);
    }

    /// <summary>As this transaction will leave them, where nothing else than these changed since the facts before.</summary>
    public static FleetFacts Read(WriteScope scope, FleetFacts before, FactsOf which)
    {
        // A target goes with its stack.
        var all = which with { Agents = which.Agents.Union(which.Stacks.SelectMany(before.TiedTo), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal) };
        using var answers = scope.QueryMany(Some, new { stacks = all.Stacks.ToArray(), agents = all.Agents.ToArray() });
        return before.With(all, Stacks(answers, before.Publishers), Agents(answers), ErrandsOf(answers));
    }

    private static FleetFacts Read(SqlMapper.GridReader answers)
    {
        var revision = answers.ReadSingle<long>();
        var publishers = answers.Read<PublisherRow>().Select(row => row.ToPublisher()).ToDictionary(publisher => publisher.Id, StringComparer.Ordinal);
        return FleetFacts.Of(revision, publishers, Stacks(answers, publishers), Agents(answers), ErrandsOf(answers));
    }

    /// <param name="stacks">Of the column that has a stack's id: which are meant.</param>
    /// <param name="agents">Of the column that has an agent's id: which are meant.</param>
    private static string[] Questions(Func<string, string> stacks, Func<string, string> agents) =>
    [
        $"{StackRequestRow.Select} where {stacks("stack_id")} order by asked_at, id",
        MarkerRow.Of(stacks("d.stack_id")),
        $"{DeletionRow.Select} and {stacks("stack_id")}",
        LabelsOf("stack", stacks),
        AnnotationsOf("stack", stacks),
        $"{StackRow.SelectDesired} where {stacks("s.id")}",
        $"select agent_id as AgentId, stack_id as OtherId from target where {agents("agent_id")}",
        $"select agent_id as AgentId, publisher_id as OtherId from subscription where {agents("agent_id")}",
        LabelsOf("agent", agents),
        AnnotationsOf("agent", agents),
        $"select {AgentRow.Columns} from agent where {agents("id")}",
        $"select id as Id, agent_id as AgentId, world as World, open as Open, asked_by as \"By\", asked_at as At from breaker_request where {agents("agent_id")} order by asked_at, id",
        $"""
        select agent_id as AgentId, stack_id as StackId, asked_by as "By", asked_at as At from removal_acknowledgement where {agents("agent_id")}
        union all
        select agent_id, stack_id, asked_by, asked_at from stray_removal where asked_at is not null and {agents("agent_id")}
        order by StackId
        """,
        MarkerRow.Of(agents("m.agent_id")),
    ];

    private static Dictionary<string, Stack> Stacks(SqlMapper.GridReader answers, IReadOnlyDictionary<string, Publisher> publishers)
    {
        var requests = answers.Read<StackRequestRow>().ToLookup(row => row.StackId, row => row.ToRequest(), StringComparer.Ordinal);
        var waiting = answers.Read<MarkerRow>().ToLookup(row => row.StackId, StringComparer.Ordinal);
        var deletions = answers.Read<DeletionRow>().ToDictionary(row => row.StackId, row => row.ToView(waiting[row.StackId]), StringComparer.Ordinal);
        var (labels, annotations) = (Labels(answers), Annotations(answers));
        return answers.Read<StackRow>().ToDictionary(
            row => row.Id,
            row => row.ToStack(new StackTies(publishers[row.PublisherId], [.. requests[row.Id]], [.. labels[row.Id]], Map(annotations[row.Id]), deletions.GetValueOrDefault(row.Id))),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, Agent> Agents(SqlMapper.GridReader answers)
    {
        var (targets, subscriptions) = (Ties(answers), Ties(answers));
        var (labels, annotations) = (Labels(answers), Annotations(answers));
        return answers.Read<AgentRow>().ToDictionary(
            row => row.Id,
            row => row.ToAgent(new AgentTies(Set(targets[row.Id]), Set(subscriptions[row.Id]), [.. labels[row.Id]], Map(annotations[row.Id]))),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, Errands> ErrandsOf(SqlMapper.GridReader answers)
    {
        var breakers = answers.Read<BreakerRow>()
            .ToLookup(row => row.AgentId, row => new BreakerRequest(row.Id, row.World, row.Open != 0, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        var removals = answers.Read<RemovalRow>().ToLookup(row => row.AgentId, row => new RemovalAcknowledgement(row.StackId, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        var deletions = answers.Read<MarkerRow>().ToLookup(row => row.AgentId, row => row.ToMarker(), StringComparer.Ordinal);
        return breakers.Select(of => of.Key).Concat(removals.Select(of => of.Key)).Concat(deletions.Select(of => of.Key)).Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, id => new Errands([.. breakers[id]], [.. removals[id]], [.. deletions[id]]), StringComparer.Ordinal);
    }

    /// <summary>One agent as this transaction leaves it; null: there is none.</summary>
    public static Agent? ReadAgent(WriteScope scope, string id) => scope.Single<AgentRow>($"select {AgentRow.Columns} from agent where id = @id", new { id })?.ToAgent(new AgentTies(
        Set(scope.Query<string>("select stack_id from target where agent_id = @id", new { id })),
        Set(scope.Query<string>("select publisher_id from subscription where agent_id = @id", new { id })),
        scope.Query<string>("select label from agent_label where agent_id = @id order by label", new { id }),
        Map(scope.Query<Mark>("select agent_id as Id, key as Key, value as Value from agent_annotation where agent_id = @id", new { id }))));

    private static string LabelsOf(string of, Func<string, string> which) => $"select {of}_id as Id, label as Key, '' as Value from {of}_label where {which($"{of}_id")} order by label";

    private static string AnnotationsOf(string of, Func<string, string> which) => $"select {of}_id as Id, key as Key, value as Value from {of}_annotation where {which($"{of}_id")} order by key";

    private static ILookup<string, string> Labels(SqlMapper.GridReader answers) => answers.Read<Mark>().ToLookup(mark => mark.Id, mark => mark.Key, StringComparer.Ordinal);

    private static ILookup<string, Mark> Annotations(SqlMapper.GridReader answers) => answers.Read<Mark>().ToLookup(mark => mark.Id, StringComparer.Ordinal);

    private static ILookup<string, string> Ties(SqlMapper.GridReader answers) => answers.Read<Tie>().ToLookup(tie => tie.AgentId, tie => tie.OtherId, StringComparer.Ordinal);

    private static Dictionary<string, string> Map(IEnumerable<Mark> marks) => marks.ToDictionary(mark => mark.Key, mark => mark.Value, StringComparer.Ordinal);

    private static HashSet<string> Set(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);
}
