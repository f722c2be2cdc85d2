using Plumb.Compose.Model;

namespace Plumb.Simulation.Engine;

/// <summary>What people, other tools and other instances of Plumb do to a project under our hands.</summary>
public static class Vandal
{
    public static void Meddle(VirtualProject project, ComposeSpec? spec, Random random)
    {
        var containers = project.Containers;
        if (containers.Count == 0)
        {
            if (spec?.Rendered is { } rendered && random.Next(3) == 0)
                Make(project, rendered.Services["web"], mark: null);
            return;
        }

        var victim = containers[random.Next(containers.Count)];
        switch (random.Next(18))
        {
            case 0 or 1:
                project.Remove(victim.Id);
                break;
            case 2:
                project.Change(victim.Id, it => it with { State = "exited", ExitCode = 137 });
                break;
            case 3:
                project.Change(victim.Id, it => it.State == "running" ? it with { State = "paused" } : it);
                break;
            case 4:
                project.Change(victim.Id, it => it with { State = "dead" });
                break;
            case 5:
                project.Change(victim.Id, it => it with { Inspection = it.Inspection! with { Settings = new() { Memory = 1 << 20 } } });
                break;
            case 6:
                project.Change(victim.Id, it => it with { Networks = [] });
                break;
            case 7 when spec?.Rendered?.Services.GetValueOrDefault(victim.Service) is { } service:
                project.Remove(victim.Id);
                Make(project, service, mark: null);
                break;
            case 8 or 9 when spec?.Rendered is { } rendered:
                Make(project, rendered.Services["web"] with { Name = "tool" }, mark: null);
                break;
            case 10 when project.Layout.Checksum is not null:
                project.Layout = project.Layout with { Changed = ["conf"] };
                break;
            case 11:
                containers.Clear();
                break;
            case 12:
                containers.Clear();
                project.Networks.Clear();
                break;
            case 13 when spec?.Rendered is { } rendered:
                Make(project, rendered.Services["web"] with { Name = random.Next(2) == 0 ? "web" : "theirs" }, Anothers(project.Ours));
                break;
            case 14 when project.Volumes.Count > 0 && !containers.Exists(it => it.Volumes.Count > 0):
                project.Volumes[project.Volumes.Keys.First()] = "nfs";
                break;
            case 15:
                project.Change(victim.Id, it => it with { Name = $"renamed-{it.Id[..12]}" });
                break;
            case 16:
                project.Layout = LayoutSeen.None;
                break;
            case 17:
                TidyUp(project);
                break;
        }
    }

    /// <summary>People take away what is theirs, and put back what they changed for good.</summary>
    public static void TidyUp(VirtualProject project)
    {
        project.Containers.RemoveAll(it => it.Mark?.Ownership != project.Ours);
        foreach (var volume in project.Volumes.Keys.ToList())
            project.Volumes[volume] = "local";
    }

    private static ContainerMark Anothers(Ownership ours) => new() { Ownership = ours with { Instance = "elsewhere" }, InputsHash = "theirs" };

    private static void Make(VirtualProject project, RenderedService service, ContainerMark? mark)
    {
        var name = $"{(mark is null ? "hand" : "elsewhere")}-{service.Name}";
        if (!project.Containers.Exists(it => it.Name == name))
            project.Start(project.Create(service, 1, name, mark), ends: false);
    }
}
