using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Applying;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>What people say of stacks.</summary>
internal sealed class StackDesk(StoreWriter writer, StackBoard board)
{
    private static readonly string[] Drivers = ["compose", "kubernetes"];

    /// <summary>Makes a stack without content.</summary>
    /// <returns>Its id.</returns>
    public Task<string> MakeAsync(Publisher publisher, string name, StackBody body, Actor actor, CancellationToken cancellation)
    {
        var wish = Wish.Of(body);
        var driver = Driver(body.Driver ?? Drivers[0]);
        return writer.WriteAsync(
            scope =>
            {
                if (scope.Single<string>("select id from stack where publisher_id = @Id and name = @name", new { publisher.Id, name }) is { } other)
                {
                    throw scope.Single<long?>("select 1 from deletion where stack_id = @other", new { other }) is null
                        ? new ProblemException(ProblemCodes.NameTaken, $"There is a stack '{publisher.NameOf(name)}'.")
                        : new ProblemException(ProblemCodes.StackDeleting, $"'{publisher.NameOf(name)}' was deleted.");
                }

                if (board.Page.Named(publisher.NameOf(name)) is not null)
                {
                    throw new ProblemException(ProblemCodes.NameTaken, $"'{publisher.NameOf(name)}' is the name of another publisher's stack.");
                }

                var id = scope.NewId();
                scope.Execute(
                    """
                    insert into stack (id, publisher_id, name, driver, settings, labels, annotations, suspended, stopped, created_at)
                    values (@id, @PublisherId, @name, @driver, @settings, '[]', '{}', 0, 0, @now)
                    """,
                    new { id, PublisherId = publisher.Id, name, driver, settings = JsonSerializer.Serialize(new StackSettings { Driver = driver }, PlumbJson.Default.StackSettings), now = scope.Now.ToStored() });
                wish.Write(scope, id);
                scope.Note(actor, "stack.create", publisher.NameOf(name));
                ApplySets.Made(scope, actor, "stack", id, $"{publisher.Name}/{name}");
                scope.ChangeStack(id);
                return id;
            },
            cancellation);
    }

    /// <returns>Whether anything changed.</returns>
    public Task<bool> ChangeAsync(StackView stack, StackBody body, Actor actor, CancellationToken cancellation)
    {
        var wish = Wish.Of(body);
        if (body.Driver is { } driver && Driver(driver) != stack.Driver)
        {
            throw new ProblemException(ProblemCodes.StackDriver, $"Stack '{stack.Name}' has the driver {stack.Driver}.");
        }

        return WriteAsync(stack, actor, "stack.change", mark: null, scope => wish.Write(scope, stack.Id), cancellation);
    }

    /// <param name="stack">The stack.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="action">For the audit log.</param>
    /// <param name="mark">For the audit log; null: the stack alone.</param>
    /// <param name="change">Answers how many rows it changed.</param>
    /// <returns>Whether anything changed.</returns>
    public Task<bool> WriteAsync(StackView stack, Actor actor, string action, string? mark, Func<WriteScope, int> change, CancellationToken cancellation) => writer.WriteAsync(
        scope =>
        {
            if (scope.Single<long?>("select 1 from stack where id = @Id", stack) is null)
            {
                throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{stack.Name}' any more.");
            }

            if (change(scope) == 0)
            {
                return false;
            }

            scope.Note(actor, action, mark is null ? stack.Name : $"{stack.Name} {mark}");
            scope.ChangeStack(stack.Id);
            return true;
        },
        cancellation);

    private static string Driver(string text) => Drivers.Contains(text, StringComparer.Ordinal)
        ? text
        : throw new ProblemException(ProblemCodes.BodyInvalid, $"A stack's driver is {string.Join(" or ", Drivers)}.");

    /// <summary>What a body asks for, checked before anything is written.</summary>
    private sealed record Wish(IReadOnlyList<string>? Labels, IReadOnlyDictionary<string, string>? Annotations, string? Selector, bool ClearSelector, string? Policies)
    {
        public static Wish Of(StackBody body)
        {
            var selector = body.Selector is null ? null : Checked.Selector(body.Selector);
            foreach (var name in body.Policies?.DependsOn ?? [])
            {
                Checked.Name(name, "a stack's name");
            }

            if (body.Policies?.Health is { } health && (health.Timeout <= TimeSpan.Zero || health.Timeout > TimeSpan.FromDays(7)))
            {
                throw new ProblemException(ProblemCodes.BodyInvalid, "A health timeout is above zero and up to 7d.");
            }

            return new Wish(
                body.Labels is null ? null : Checked.Labels(body.Labels),
                body.Annotations is null ? null : Checked.Annotations(body.Annotations),
                selector,
                body.Selector is { Length: 0 },
                body.Policies is null ? null : JsonSerializer.Serialize(body.Policies, PlumbJson.Default.PolicyBody));
        }

        public int Write(WriteScope scope, string id)
        {
            var changed = 0;
            if (Labels is not null)
            {
                changed += StackMarks.SetLabels(scope, id, Labels);
            }

            if (Annotations is not null)
            {
                changed += StackMarks.SetAnnotations(scope, id, Annotations);
            }

            if (Selector is not null)
            {
                changed += scope.Execute("update stack set own_selector = @Selector where id = @id and coalesce(own_selector, '') <> @Selector", new { id, Selector });
            }

            if (ClearSelector)
            {
                changed += scope.Execute("update stack set own_selector = null where id = @id and own_selector is not null", new { id });
            }

            if (Policies is not null)
            {
                changed += scope.Execute("update stack set policies = @Policies where id = @id and coalesce(policies, '') <> @Policies", new { id, Policies });
            }

            return changed;
        }
    }
}
