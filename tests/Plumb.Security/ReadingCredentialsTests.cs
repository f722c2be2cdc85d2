using System.Reflection;
using System.Text.Json;
using Plumb.Contracts.Keys;
using Plumb.Server.Tests.Api;

namespace Plumb.Security;

/// <summary>Advisory row 20: who may read must not read credentials. No answer has a place for one, but the one that makes a key.</summary>
public sealed class ReadingCredentialsTests
{
    private static readonly string[] Words = ["secret", "token", "password", "passphrase", "credential", "hash", "apikey", "privatekey"];

    /// <summary>What only sounds like one: fingerprints of content, and paths of files that hold a secret.</summary>
    private static readonly string[] Harmless = ["composeHash", "syncedComposeHash", "credentials", "tokenFile", "sshKeyFile"];

    [Fact]
    public void No_type_of_the_contracts_has_a_place_for_a_secret_but_the_answer_that_makes_a_key()
    {
        var found = from type in typeof(KeyMade).Assembly.GetTypes()
                    where type.IsPublic && type.GetMethod("<Clone>$") is not null
                    from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    where IsSecret(property.Name)
                    select $"{type.Name}.{property.Name}";
        Assert.Equal([$"{nameof(KeyMade)}.{nameof(KeyMade.Token)}"], found);
    }

    [Fact]
    public void No_answer_of_the_committed_document_has_one_but_those_that_make_a_key()
    {
        using var document = ApiRoutes.Document();
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        var found = from path in document.RootElement.GetProperty("paths").EnumerateObject()
                    from operation in path.Value.EnumerateObject()
                    let names = operation.Value.GetProperty("responses").EnumerateObject().SelectMany(response => Names(response.Value, schemas, [])).Where(IsSecret).Distinct(StringComparer.Ordinal).ToList()
                    where names.Count > 0
                    select $"{operation.Name} {path.Name}: {string.Join(',', names)}";
        Assert.Equal(["post /api/v1/keys/{key}/rotate: token", "post /api/v1/keys: token"], found.Order(StringComparer.Ordinal));
    }

    private static bool IsSecret(string name) =>
        Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) && !Harmless.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Names(JsonElement element, JsonElement schemas, HashSet<string> seen)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(item => Names(item, schemas, seen)).ToList();
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        if (element.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
        {
            var name = reference.GetString()!.Split('/')[^1];
            return seen.Add(name) ? Names(schemas.GetProperty(name), schemas, seen) : [];
        }

        var own = element.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject().Select(property => property.Name) : [];
        return own.Concat(element.EnumerateObject().SelectMany(part => Names(part.Value, schemas, seen))).ToList();
    }
}
