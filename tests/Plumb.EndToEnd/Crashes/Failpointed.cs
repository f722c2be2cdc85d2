using System.Reflection;
using Plumb.Platform.Failpoints;

namespace Plumb.EndToEnd.Crashes;

/// <summary>Every failpoint of the shipped assemblies, found by looking: a new one is run without anybody's doing.</summary>
internal static class Failpointed
{
    private static readonly string[] Assemblies = ["Plumb.Agent", "Plumb.Compose", "Plumb.Server", "Plumb.Kernel", "Plumb.Platform", "plumb"];

    /// <summary>Declared as a static property or field, wherever.</summary>
    public static IReadOnlyList<Failpoint> Declared { get; } =
    [
        .. from type in Types
           from member in type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let value = member switch
           {
               PropertyInfo property when property.PropertyType == typeof(Failpoint) => property.GetValue(null),
               FieldInfo field when field.FieldType == typeof(Failpoint) && !field.Name.StartsWith('<') => field.GetValue(null),
               _ => null,
           }
           where value is not null
           select (Failpoint)value,
    ];

    /// <summary>What the lists named <c>All</c> enumerate.</summary>
    public static IReadOnlyList<Failpoint> Enumerated { get; } =
    [
        .. from type in Types
           let all = type.GetProperty("All", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where all is not null && typeof(IEnumerable<Failpoint>).IsAssignableFrom(all.PropertyType)
           from failpoint in (IEnumerable<Failpoint>)all.GetValue(null)!
           select failpoint,
    ];

    private static IEnumerable<Type> Types => Assemblies.SelectMany(name => Assembly.Load(name).GetTypes()).Where(type => !type.ContainsGenericParameters);
}
