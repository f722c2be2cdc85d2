namespace Plumb.Compose.Plan;

/// <summary>
/// Services that go along with one that is brought up: those that share a namespace with it, and those that depend on it with
/// <c>restart: true</c> when it is made anew. One that has finished never goes along.
/// </summary>
internal static class Followers
{
    public static void Add(StackSides sides, HashSet<string> undecided, Dictionary<string, Make> makes)
    {
        // Waves make one pass enough: who is followed comes before who follows.
        foreach (var (name, service) in sides.Services)
        {
            if (!service.Exists || service.IsFinished || undecided.Contains(name) || !Follows(service, sides, makes))
                continue;
            makes[name] = makes.GetValueOrDefault(name) | Make.Recreate;
        }
    }

    private static bool Follows(ServiceSide service, StackSides sides, Dictionary<string, Make> makes)
    {
        foreach (var owner in service.Desired.SharesNamespaceOf)
        {
            if (makes.TryGetValue(owner, out var make) && (make.HasFlag(Make.Start) || IsMadeAnew(make, sides.Services[owner])))
                return true;
        }

        foreach (var needed in service.Desired.DependsOn)
        {
            if (needed.Restart && makes.TryGetValue(needed.Service, out var make) && IsMadeAnew(make, sides.Services[needed.Service]))
                return true;
        }

        return false;
    }

    private static bool IsMadeAnew(Make make, ServiceSide service) => make.HasFlag(Make.Recreate) || !service.Exists;
}
