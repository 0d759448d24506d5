namespace Policy.Rules;

/// <summary>What a person may do.</summary>
public enum Role
{
    /// <summary>Edits drafts and submits them.</summary>
    Author,

    /// <summary>Approves or rejects what others wrote, publishes releases.</summary>
    Approver,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,

    /// <summary>Watches clearance, looks up and replays decisions.</summary>
    Operator,

    /// <summary>Manages zones and accounts; does not write or approve policies.</summary>
    Administrator,
}

/// <summary>Who acts.</summary>
/// <param name="Name">Account name, unique.</param>
/// <param name="Role">The role acted in.</param>
public sealed record Actor(string Name, Role Role);
