using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Ties that end together with what they tie.</summary>
internal static class FleetTies
{
    public static void EndSubscriptions(WriteScope scope, string publisherId) =>
        scope.Execute("delete from subscription where publisher_id = @publisherId", new { publisherId });
}
