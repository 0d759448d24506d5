using System.Collections.Immutable;
using Policy.Engine.Analysis;
using Policy.Engine.Expressions;
using Policy.Engine.Regions;

namespace Policy.Engine.Cases;

/// <summary>A document with what its cases can show: the items that decide, and the limits that their cells draw.</summary>
/// <param name="Subject">The document.</param>
/// <param name="Lines">Its items, in order; each at its place.</param>
/// <param name="Absences">The inputs that may be absent.</param>
/// <param name="See">Looks at what facts show.</param>
internal sealed record Watch(
    Subject Subject, ImmutableArray<WatchedLine> Lines, ImmutableArray<Goal> Absences, Func<Facts, Sight> See)
{
    /// <summary>Null for documents whose parts are not told apart.</summary>
    public static Watch? Of(RuleSet rules, string key, Budget budget)
    {
        if (rules.Document(key) is FactTypeDocument || Subject.Of(rules, key) is not { } subject) return null;
        return subject.Document switch
        {
            DecisionTableDocument table => new TableWatch(subject, table, budget).Watch(),
            ListDocument list => new ListWatch(subject, list, budget).Watch(),
            ScorecardDocument card => new ScorecardWatch(subject, card, budget).Watch(),
            WorkflowDocument => StepWatch.OfRules(subject),
            FlowDocument flow => StepWatch.OfSteps(subject, flow),
            _ => null,
        };
    }

    /// <summary>What each of the document's cases shows, by id; of cases whose facts do not read nothing.</summary>
    public IEnumerable<(string Case, Sight Sight)> Cases() =>
        from item in Subject.Document.Cases
        let facts = Facts.Read(Subject.Facts, item.Facts, submitted: false, new Compiling.Reporter(""))
        where facts is not null
        select (item.Id, See(facts));

    /// <summary>A frame in which the document's expressions can be evaluated.</summary>
    public static Frame FrameOf(Subject subject, Facts facts)
    {
        var decisions = subject.Surroundings.Requirements
            .Select(r => Compiling.Decisions.OutputOf(r.Evaluate(facts.Content, facts.AsOf, subject.Document.Key)));
        return new Frame { Facts = facts.Content, Decisions = Compiling.Known.Of([.. decisions]), AsOf = facts.AsOf, Document = subject.Document.Key };
    }

    public static Value DayOf(Facts facts) => facts.AsOf is { } day ? Value.Date(day) : Value.Null;
}

/// <summary>An item of a document.</summary>
/// <param name="Place">Its place among the items.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Cells">Its cells, those that may draw limits among them.</param>
internal sealed record WatchedLine(int Place, ItemKind Kind, string Id, ImmutableArray<WatchedCell> Cells)
{
    /// <summary>What its author says it means; null when there is no note.</summary>
    public LocalizedText? Note { get; init; }

    /// <summary>Proves that it never decides.</summary>
    public Func<bool> Never { get; init; } = static () => false;

    /// <summary>Where facts may be sought that reach a goal, the best places first.</summary>
    public Func<Goal, IEnumerable<Box>> Where { get; init; } = static _ => [];
}

/// <summary>A cell.</summary>
/// <param name="Input">Position of the value that it tests.</param>
/// <param name="Name">The input's expression.</param>
/// <param name="Limits">The limits that it draws.</param>
internal sealed record WatchedCell(int Input, string Name, ImmutableArray<Limit> Limits);

/// <summary>Something that facts can show.</summary>
/// <param name="Name">Names it, like the id of a case.</param>
/// <param name="Title">Says it, in both languages.</param>
/// <param name="Line">The item; null: only the value of an input is asked for.</param>
/// <param name="Cell">Position of the cell in the item, or without an item of the input.</param>
/// <param name="Values">The values asked for, while all other cells hold; null: that the item decides.</param>
internal sealed record Goal(string Name, string Title, WatchedLine? Line, int Cell = -1, ValueSet? Values = null)
{
    /// <summary>Where facts may be sought when there is no item.</summary>
    public Box? Box { get; init; }

    public IEnumerable<Box> Where => Line is null ? Box is null ? [] : [Box] : Line.Where(this);

    public static Goal Decides(WatchedLine line) => new(GoalText.Name(line), GoalText.Title(line), line);

    public static Goal At(WatchedLine line, int cell, Value bound, ValueSet values) =>
        new(GoalText.Name(line, line.Cells[cell].Name, bound), GoalText.Title(line, line.Cells[cell].Name, bound), line, cell, values);

    public static Goal Absent(string input, int position, Box box, ValueSet absence) =>
        new(GoalText.Absent(input), GoalText.AbsentTitle(input), null, position, absence) { Box = box };
}

/// <summary>What a document does on facts.</summary>
/// <param name="Evaluation">The evaluation.</param>
/// <param name="Decided">Places of the items that decided.</param>
/// <param name="Passes">One pass; with <c>forEach</c> one per item.</param>
internal sealed record Sight(Evaluation Evaluation, ImmutableHashSet<int> Decided, ImmutableArray<SightPass> Passes)
{
    /// <summary>True when the goal is reached; never on facts that end in a fault.</summary>
    public bool Shows(Goal goal)
    {
        if (!Evaluation.Faults.IsEmpty) return false;
        if (goal.Values is not { } values) return Decided.Contains(goal.Line!.Place);
        if (goal.Line is not { } line) return Passes.Any(p => values.Contains(p.Values[goal.Cell]));
        return Passes.Any(p => p.Failing[line.Place] is var failing && (failing == SightPass.None || failing == goal.Cell)
            && values.Contains(p.Values[line.Cells[goal.Cell].Input]));
    }
}

/// <summary>One pass.</summary>
/// <param name="Values">The values of the inputs.</param>
/// <param name="Failing">By item, the only cell that does not hold, <see cref="None"/> or <see cref="Several"/>.</param>
internal sealed record SightPass(Value[] Values, int[] Failing)
{
    public const int None = -1;
    public const int Several = -2;

    /// <summary>Which of some cells does not hold.</summary>
    public static int Only(IEnumerable<bool> holds)
    {
        var (only, cell) = (None, 0);
        foreach (var held in holds)
        {
            if (!held && only != None) return Several;
            if (!held) only = cell;
            cell++;
        }

        return only;
    }
}
