namespace Policy.Engine.Analysis;

/// <summary>A document read into sides, which become boxes once the space is built.</summary>
internal interface IReading
{
    /// <summary>The document within the space that the builder has built.</summary>
    Model In(Space space);
}

/// <summary>Reads documents that are made up of lines.</summary>
internal static class Readings
{
    /// <summary>Null for documents that are not, and for lists too long to be taken as boxes.</summary>
    public static IReading? Of(Subject subject, SpaceBuilder builder) => subject.Document switch
    {
        DecisionTableDocument table => new TableReading(subject, table, builder),
        ListDocument list when list.Entries.Length <= ListReading.MostEntries => new ListReading(subject, list, builder),
        _ => null,
    };
}
