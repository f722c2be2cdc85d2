using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Plumb.SideBySide.Fleet;

/// <summary>Agents with their keys, and stacks with one deployment object each, in the store of a control plane that does not run.</summary>
/// <param name="Agents">By number.</param>
internal sealed record SeededFleet(IReadOnlyList<SeededAgent> Agents)
{
    /// <summary>Agents that share their stacks, and stacks that share their agents.</summary>
    public const int Together = 10;

    private const long Generation = 1;

    /// <param name="path">Of the database. Its stack <c>system/seed</c> is what every stack is made like.</param>
    /// <param name="scale">How many agents, and how many stacks.</param>
    public static SeededFleet Write(string path, int scale)
    {
        Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var agents = Enumerable.Range(0, scale).Select(i => new SeededAgent(NameOf(i), $"{i:x32}", Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i))))).ToList();
        using (var command = connection.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = """
                insert into access_key (id, role, name, hash, created_at, created_by) values ($key, 'agent', $name, $hash, 0, 'bench');
                insert into agent (id, name, instance, version, drivers, interval_ms, labels, annotations, generation, target_version, target_facts, created_at)
                values ($id, $name, 'bench', '0', '["compose"]', 30000, $labels, '{}', $generation, 0, 0, 0);
                insert into stack (id, publisher_id, name, driver, compose_file, settings, labels, annotations, suspended, stopped, created_at, sequence)
                select $stack, publisher_id, $stackName, driver, compose_file, settings, '[]', '{}', 0, 0, 0, $sequence from stack where name = 'seed';
                insert into stack_label (stack_id, label) values ($stack, $group), ($stack, $thousand);
                insert into deployment_object (sequence, stack_id, checksum, published_by, published_at, compose_file, settings)
                select $sequence, $stack, checksum, published_by, published_at, compose_file, settings from deployment_object where sequence = 1;
                """;
            foreach (var (agent, i) in agents.Select((agent, i) => (agent, i)))
            {
                command.Parameters.Clear();
                command.Parameters.AddWithValue("$key", agent.KeyId);
                command.Parameters.AddWithValue("$name", agent.Name);
                command.Parameters.AddWithValue("$hash", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(agent.Secret))));
                command.Parameters.AddWithValue("$id", $"00000000-0000-7000-8000-{i:x12}");
                command.Parameters.AddWithValue("$labels", $"[\"group-{i / Together:00000}\"]");
                command.Parameters.AddWithValue("$group", $"group-{i / Together:00000}");
                command.Parameters.AddWithValue("$thousand", ThousandOf(i));
                command.Parameters.AddWithValue("$generation", Generation);
                command.Parameters.AddWithValue("$stack", $"00000000-0000-7000-9000-{i:x12}");
                command.Parameters.AddWithValue("$stackName", StackOf(i));
                command.Parameters.AddWithValue("$sequence", i + 2);
                command.ExecuteNonQuery();
            }

            command.CommandText = "update counter set value = $last where name = 'sequence'; update counter set value = value + 1 where name = 'facts'";
            command.Parameters.AddWithValue("$last", scale + 1);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return new SeededFleet(agents);
    }

    /// <summary>A label that a thousand stacks share, and no agent has.</summary>
    public static string ThousandOf(int stack) => $"thousand-{stack / 1000}";

    public static string NameOf(int agent) => $"agent-{agent:00000}";

    public static string StackOf(int stack) => $"stack-{stack:00000}";
}

/// <param name="Name">Its name.</param>
/// <param name="KeyId">Of its key.</param>
/// <param name="Secret">Of its key.</param>
internal sealed record SeededAgent(string Name, string KeyId, string Secret)
{
    /// <summary>The first line and the headers of its poll.</summary>
    /// <param name="etag">Of what it holds; null asks for any.</param>
    /// <param name="wait">How long it may wait, such as <c>30s</c>; null: not at all.</param>
    public byte[] Poll(string? etag = null, string? wait = null) => Get($"target-state{(wait is null ? "" : $"?wait={wait}")}", etag is null ? "" : $"If-None-Match: {etag}\r\n");

    public byte[] Content(string checksum) => Get($"content/{checksum}", "");

    private byte[] Get(string path, string header) => Encoding.ASCII.GetBytes(
        $"GET /api/v1/agents/{Name}/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer plumb_agent_{KeyId}_{Secret}\r\nPlumb-Generation: 1\r\n{header}\r\n");
}
