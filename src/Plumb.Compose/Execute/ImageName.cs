using Plumb.Compose.Model;

namespace Plumb.Compose.Execute;

/// <summary>The image of a service, as Compose calls it.</summary>
internal static class ImageName
{
    /// <remarks>Source: docker/compose pkg/api: <c>PROJECT-SERVICE</c> where a service that builds names none.</remarks>
    public static string Of(RenderedStack rendered, string service) => rendered.Services[service].Image ?? $"{rendered.Project}-{service}";
}
