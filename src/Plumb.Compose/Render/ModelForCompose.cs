using System.Text.Json.Nodes;

namespace Plumb.Compose.Render;

/// <summary>Makes of what Compose rendered what every version of Compose takes back and applies as it was meant.</summary>
internal static class ModelForCompose
{
    private static readonly string[] WithModes = ["configs", "secrets"];

    /// <summary>Changes the model in place.</summary>
    public static void Clean(JsonObject model)
    {
        foreach (var service in model.Map("services").Select(p => p.Value).OfType<JsonObject>())
        {
            // What is in the model is enabled already; with its profile it would be left out again.
            service.Remove("profiles");
            service.Remove("develop");

            // Compose writes "-1" (no limit) and then refuses to read it.
            if (service.Text("memswap_limit") == "-1")
            {
                service["memswap_limit"] = -1;
            }

            foreach (var mount in WithModes.SelectMany(k => service.List(k)).OfType<JsonObject>())
            {
                // Newer versions write octal text, which older ones refuse; all take the number.
                if (mount["mode"] is JsonValue mode && mode.TryGetValue<string>(out var octal))
                {
                    mount["mode"] = Convert.ToInt32(octal, 8);
                }
            }
        }
    }
}
